package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.loop.OnLoop;

@Timeout(60)
class StopIT {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void idleConnectionsDoNotHoldItUp(int loops) throws Exception {
        List<Client> clients = new ArrayList<>();
        try (TestServer server = new TestServer(loops, ScriptedSession::new)) {
            for (int i = 0; i < 10; i++) {
                clients.add(server.connect());
                clients.getLast().echo("e");
            }
            clients.getFirst().send("k");
            assertTrue(server.net().stop(TestServer.LONG));
            for (Client client : clients) {
                client.expectEnd();
                client.close();
            }
            assertThrows(IOException.class, server::connect);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void repliesThatAreDueAreSent(int loops) throws Exception {
        try (TestServer server = new TestServer(loops, ScriptedSession::new);
                ExecutorService thread = Executors.newSingleThreadExecutor();
                Client client = server.connect()) {
            client.send("bbbbbe");
            server.awaitBlocked();
            Future<Boolean> stopped = thread.submit(() -> server.net().stop(TestServer.LONG));
            client.receive(5 * ScriptedSession.FLOOD);
            client.expect("e");
            client.expectEnd();
            assertTrue(stopped.get());
        }
    }

    @Test
    void whoIsInterruptedWhileItStopsLeavesNothingRunning() throws Exception {
        try (TestServer server = new TestServer(2, LineEcho::new); Client client = server.connect()) {
            client.echo("a line\n");
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> server.net().stop(TestServer.LONG));
            assertTrue(server.loops().join(TestServer.LONG));
            assertFalse(server.net().stop(TestServer.LONG));
            client.expectEnd();
        }
    }

    @Test
    void requestsThatWaitInTheSocketAreAnswered() throws Exception {
        try (TestServer server = new TestServer(1, ScriptedSession::new); Client client = server.connect()) {
            client.echo("e");
            OnLoop.call(server.loops().loop(0), () -> {
                client.send("eee");
                return server.net().loops().loop(0).post(OnLoop.task(() -> stopAside(server)));
            });
            client.expect("eee");
            client.expectEnd();
        }
    }

    /** Lets the stop be the next thing that the loop hears of. */
    private static void stopAside(TestServer server) {
        Thread.ofPlatform().start(() -> {
            try {
                server.net().stop(TestServer.LONG);
            } catch (InterruptedException ignored) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aPeerThatNeverReadsIsCutOff(int loops) throws Exception {
        try (TestServer server = new TestServer(loops, ScriptedSession::new); Client client = server.connect()) {
            client.send("bbbbbbbbbb");
            server.awaitBlocked();
            assertFalse(server.net().stop(Duration.ofMillis(50)));
            assertFalse(server.net().stop(Duration.ofMillis(50)), "stopped already");
            assertEquals(0, server.net().connections());
        }
    }

    @Test
    void mayBeStoppedBeforeItStarts() throws Exception {
        LoopGroup loops = LoopGroup.open(2);
        NetServer server = NetServer.bind(TestServer.loopback(), loops, LineEcho::new);
        assertTrue(server.stop(TestServer.LONG));
        assertThrows(IllegalStateException.class, server::start);
    }

    @Test
    void aLoopCannotStopItself() throws Exception {
        try (TestServer server = new TestServer(1, LineEcho::new)) {
            assertThrows(Exception.class,
                    () -> OnLoop.call(server.loops().loop(0), () -> server.net().stop(Duration.ZERO)));
            try (Client client = server.connect()) {
                client.echo("still there\n");
            }
        }
    }

    @Test
    void loopsStoppedAloneCloseTheirConnections() throws Exception {
        try (TestServer server = new TestServer(2, LineEcho::new);
                Client one = server.connect();
                Client two = server.connect()) {
            one.echo("one\n");
            two.echo("two\n");
            server.loops().stop();
            one.expectEnd();
            two.expectEnd();
            server.awaitConnections(0);
        }
    }
}
