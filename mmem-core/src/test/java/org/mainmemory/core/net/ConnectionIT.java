package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.OnLoop;

/** The life of a connection, call by call. */
@Timeout(60)
class ConnectionIT {

    private final BlockingQueue<ScriptedSession> sessions = new LinkedBlockingQueue<>();
    private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
    private TestServer server;
    private Client client;
    private ScriptedSession session;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        server = new TestServer(1, opened -> {
            ScriptedSession made = new ScriptedSession(opened);
            sessions.add(made);
            connections.add(opened);
            return made;
        });
        client = server.connect();
        session = sessions.poll(30, TimeUnit.SECONDS);
        connection = connections.poll(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
        assertEquals(1, Collections.frequency(session.calls, "close"), session.calls.toString());
        assertEquals("close", session.calls.getLast());
    }

    @Test
    void knowsWhoTalksToWhom() throws Exception {
        assertEquals(1, connection.id());
        assertEquals(client.channel().getLocalAddress(), connection.remoteAddress());
        assertEquals(client.channel().getRemoteAddress(), connection.localAddress());
        assertSame(server.loops().loop(0), connection.loop());
    }

    @Test
    void anIdleConnectionBorrowsNothing() throws Exception {
        client.echo("ee");
        assertEquals(0, server.borrowedBlocks());
        client.send("k");
        while (server.borrowedBlocks() != 1) {
            Thread.sleep(1);
        }
    }

    @Test
    void isCalledAgainWhenItAsks() throws Exception {
        client.send("aae");
        client.expect("aae");
        assertEquals(List.of("input", "input", "input"), session.calls);
    }

    @Test
    void isCalledAgainWithNothingNewWhenItAsks() throws Exception {
        client.send("a");
        while (session.calls.size() < 2) {
            Thread.sleep(1);
        }
        client.expect("a");
        assertEquals(List.of("input", "input"), session.calls);
    }

    @Test
    void resumesWithoutInput() throws Exception {
        client.send("r");
        client.expect("r");
        assertEquals(List.of("input", "input"), session.calls);
    }

    @Test
    void resumesItselfInItsTurn() throws Exception {
        client.send("R");
        client.expect("r");
        assertEquals(List.of("input", "input"), session.calls);
    }

    @Test
    void isNotCalledForNothingWhenTheInputEnds() throws Exception {
        client.echo("e");
        client.endOutput();
        client.expectEnd();
        server.awaitConnections(0);
        assertEquals(List.of("input", "end"), session.calls.subList(0, 2));
    }

    @Test
    void resumesAfterUnsentOutputIsGone() throws Exception {
        client.send("rb");
        byte[] all = client.receive(ScriptedSession.FLOOD + 1);
        int at = new String(all, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf('r');
        assertTrue(at >= 0, "resumed while it was blocked, and told so");
        all[at] = 'b';
        assertArrayEquals(flood(all.length), all);
        client.echo("e");
    }

    @Test
    void blocksAndGoesOn() throws Exception {
        client.send("beb");
        assertArrayEquals(flood(ScriptedSession.FLOOD), client.receive(ScriptedSession.FLOOD));
        client.expect("e");
        assertArrayEquals(flood(ScriptedSession.FLOOD), client.receive(ScriptedSession.FLOOD));
        client.echo("e");
        assertEquals(0, server.borrowedBlocks());
    }

    @Test
    void aTurnEndsThoughThePeerReadsEverything() throws Exception {
        // 2 MiB are more than a turn's share, so the session is called again at least once even if nothing blocks.
        client.send("b");
        client.receive(ScriptedSession.FLOOD);
        client.echo("e");
        assertTrue(session.calls.size() >= 3, session.calls.toString());
    }

    @Test
    void closesAfterItsReplies() throws Exception {
        client.send("ebqee");
        client.expect("e");
        client.receive(ScriptedSession.FLOOD);
        client.expect("q");
        client.expectEnd();
        server.awaitConnections(0);
    }

    @Test
    void closesFromWithin() throws Exception {
        client.send("ece");
        client.expectEnd();
        server.awaitConnections(0);
        assertEquals(List.of("input", "close"), session.calls);
    }

    @Test
    void closesFromOutsideOnce() throws Exception {
        OnLoop.call(connection.loop(), () -> {
            connection.close();
            connection.close();
            connection.resume();
            return true;
        });
        client.expectEnd();
        assertEquals(List.of("close"), session.calls);
        assertEquals(0, server.net().connections());
    }

    @Test
    void flushesOnlyInsideATurn() throws Exception {
        boolean refused = OnLoop.call(connection.loop(), () -> {
            assertThrows(IllegalStateException.class, connection::flush);
            return true;
        });
        assertTrue(refused);
    }

    @Test
    void isToldOfTheEndAfterEverythingWasShown() throws Exception {
        client.send("ek");
        client.endOutput();
        client.expect("eE");
        client.expectEnd();
        server.awaitConnections(0);
        List<String> calls = new ArrayList<>(session.calls);
        assertTrue(calls.remove("input"));
        calls.removeIf("input"::equals);
        assertEquals(List.of("end", "end", "close"), calls);
    }

    @Test
    void finishesItsWorkBeforeItIsToldOfTheEnd() throws Exception {
        client.send("aabea");
        client.endOutput();
        client.expect("aa");
        client.receive(ScriptedSession.FLOOD);
        client.expect("ea");
        client.expectEnd();
        server.awaitConnections(0);
        assertEquals(session.calls.size() - 2, session.calls.lastIndexOf("end"));
        assertEquals(session.calls.indexOf("end"), session.calls.lastIndexOf("end"));
    }

    @Test
    void aPeerThatResetsIsNoFailure() throws Exception {
        client.echo("e");
        client.reset();
        server.awaitConnections(0);
        assertEquals(0, server.failures());
        assertFalse(session.calls.contains("end"));
    }

    @Test
    void closesASessionThatMakesNothingOfAFullInput() throws Exception {
        client.send("k".repeat(EventLoop.INPUT_BYTES));
        client.expectEnd();
        server.awaitConnections(0);
    }

    @Test
    void theServerShowsItsConnections() throws Exception {
        try (Client two = server.connect(); Client three = server.connect(); Client four = server.connect()) {
            two.echo("e");
            three.echo("e");
            four.echo("e");
            assertEquals(List.of(1L, 2L, 3L, 4L), shownIds());
            three.reset();
            server.awaitConnections(3);
            assertEquals(List.of(1L, 2L, 4L), shownIds());
            two.reset();
            server.awaitConnections(2);
            assertEquals(List.of(1L, 4L), shownIds());
            EventLoop loop = server.loops().loop(0);
            OnLoop.call(loop, () -> {
                server.net().forEachConnection(loop, Connection::close);
                return true;
            });
            four.expectEnd();
            client.expectEnd();
            assertEquals(List.of(), shownIds());
        }
    }

    private List<Long> shownIds() throws Exception {
        List<Long> ids = new ArrayList<>();
        EventLoop loop = server.loops().loop(0);
        OnLoop.call(loop, () -> {
            server.net().forEachConnection(loop, shown -> ids.add(shown.id()));
            return true;
        });
        Collections.sort(ids);
        return ids;
    }

    private static byte[] flood(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'b');
        return bytes;
    }
}
