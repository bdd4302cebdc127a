package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.OnLoop;

/**
 * Whatever happens to a connection, as a session and as a fiber: it is closed once, its loop lives and serves others,
 * and neither buffers nor descriptors nor timers are left. Too few descriptors at accept are {@link AcceptIT}'s.
 */
@Timeout(30)
class FaultsIT {

    /** More than the system keeps for a peer that does not read. */
    private static final String FLOOD = "bbbbbbbb";

    /** Idle, with input that is kept, with output that is not taken. */
    @ParameterizedTest
    @CsvSource({"session,e", "session,kk", "session," + FLOOD, "fiber,e", "fiber,kk", "fiber," + FLOOD})
    void aPeerResets(String kind, String script) throws Exception {
        try (FaultServer server = new FaultServer(kind); Client other = server.connect()) {
            try (Client client = server.connect()) {
                bring(server, client, script);
                client.reset();
            }
            server.expectClosed(1, 0);
            other.echo("e");
        }
    }

    /** Sends {@code script} and waits until the server is where that leads to. */
    private static void bring(FaultServer server, Client client, String script) throws Exception {
        client.send(script);
        if (script.contains(FLOOD)) {
            server.server().awaitBlocked();
        } else if (script.contains("kk")) {
            while (server.server().borrowedBlocks() == 0) {
                Thread.sleep(1);
            }
        } else {
            client.expect(script);
        }
    }

    @ParameterizedTest
    @CsvSource({"session,e", "session," + FLOOD, "session," + FLOOD + "e",
        "fiber,e", "fiber," + FLOOD, "fiber," + FLOOD + "e"})
    void aPeerEndsItsOutput(String kind, String script) throws Exception {
        try (FaultServer server = new FaultServer(kind); Client other = server.connect()) {
            try (Client client = server.connect()) {
                bring(server, client, script);
                client.endOutput();
                if (script.startsWith(FLOOD)) {
                    client.receive(FLOOD.length() * ScriptedSession.FLOOD);
                    client.expect(script.substring(FLOOD.length()));
                }
                client.expectEnd();
            }
            server.expectClosed(1, 0);
            other.echo("e");
        }
    }

    /** The peer sends nothing more, or not the rest, or takes nothing. */
    @ParameterizedTest
    @CsvSource({"session,d", "session,dkk", "session,d" + FLOOD, "fiber,d", "fiber,dkk", "fiber,d" + FLOOD})
    void aDeadlinePasses(String kind, String script) throws Exception {
        try (FaultServer server = new FaultServer(kind);
                Client other = server.connect();
                Client client = server.connect()) {
            client.send(script);
            server.expectClosed(1, 0);
            other.echo("e");
            EventLoop loop = server.server().loops().loop(0);
            assertEquals(0, OnLoop.call(loop, () -> loop.timers().size()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"e", "kk", FLOOD})
    void aFiberIsInterruptedFromOutside(String script) throws Exception {
        try (FaultServer server = new FaultServer("fiber"); Client client = server.connect()) {
            var fiber = server.fiber();
            try (Client other = server.connect()) {
                bring(server, client, script);
                fiber.interrupt();
                server.expectClosed(1, 0);
                other.echo("e");
            }
        }
    }

    /** A fiber's next wait ends, and what it wrote is dropped; a session waits for nothing, nor does its loop mind. */
    @ParameterizedTest
    @ValueSource(strings = {"session", "fiber"})
    void oneInterruptsItself(String kind) throws Exception {
        try (FaultServer server = new FaultServer(kind); Client other = server.connect()) {
            try (Client client = server.connect()) {
                client.send("ie");
                if (kind.equals("fiber")) {
                    client.expectEnd();
                } else {
                    client.expect("e");
                    client.echo("e");
                    expectNoSpinning(server);
                    client.reset();
                }
            }
            server.expectClosed(1, 0);
            other.echo("e");
        }
    }

    private static void expectNoSpinning(FaultServer server) throws Exception {
        long turns = server.server().loops().sum(LoopCounters::turns);
        Thread.sleep(50);
        assertTrue(server.server().loops().sum(LoopCounters::turns) <= turns + 4, "spins");
    }

    /** At once, with output before it, with output that is not taken, with more input behind it. */
    @ParameterizedTest
    @CsvSource({"session,x", "session,ex", "session,bx", "session,xkk", "fiber,x", "fiber,ex", "fiber,bx", "fiber,xkk"})
    void anExceptionIsThrown(String kind, String script) throws Exception {
        try (FaultServer server = new FaultServer(kind);
                Client other = server.connect();
                Client client = server.connect()) {
            client.send(script);
            if (script.startsWith("b")) {
                client.receive(ScriptedSession.FLOOD - 100_000);
            }
            server.expectClosed(1, 1);
            other.echo("e");
        }
    }

    /** All of it at the same time, again and again, and a stop in the middle. */
    @Test
    void everythingAtOnce() throws Exception {
        for (String kind : new String[] {"session", "fiber"}) {
            try (FaultServer server = new FaultServer(kind)) {
                for (int round = 0; round < 20; round++) {
                    for (String script : new String[] {"x", FLOOD, "kk", "dkk", "d" + FLOOD, "bx", "ie", "e"}) {
                        Client client = server.connect();
                        client.send(script);
                        if (round % 2 == 0) {
                            client.reset();
                        } else {
                            client.close();
                        }
                    }
                }
            }
        }
    }
}
