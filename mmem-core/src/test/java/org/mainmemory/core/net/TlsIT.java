package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.net.tls.TestCertificates;
import org.mainmemory.core.net.tls.TlsSettings;

/** Conversations over TLS: the bytes are the same ones, whatever records they come in. */
@Timeout(120)
class TlsIT {

    private static final String V12 = "TLSv1.2";
    private static final String V13 = "TLSv1.3";

    private static TestServer serve(int loops, String protocol, Protocol sessions) throws Exception {
        return serve(loops, TestCertificates.settings(protocol), sessions);
    }

    static TestServer serve(int loops, TlsSettings settings, Protocol sessions) throws Exception {
        Endpoint endpoint = TestServer.loopback().endpoints().getFirst().withTls(settings);
        return new TestServer(loops, NetSettings.listeningAt(endpoint), sessions);
    }

    static TlsClient connect(TestServer server, String protocol) throws Exception {
        return new TlsClient(server.net().port(), TestCertificates.client(null), protocol);
    }

    @ParameterizedTest
    @CsvSource({"1," + V12, "1," + V13, "2," + V12, "2," + V13})
    void echoesWhateverTheSplit(int loops, String protocol) throws Exception {
        try (TestServer server = serve(loops, protocol, LineEcho::new);
                TlsClient client = connect(server, protocol)) {
            client.echo("one\n");
            client.echo("two\nthree\n\nfour\n");
            for (String piece : "five\nsix\n".split("", -1)) {
                client.send(piece);
            }
            client.expect("five\nsix\n");
            String longest = "x".repeat(EventLoop.INPUT_BYTES - 1) + "\n";
            client.echo(longest);
            client.echo(longest);
            assertEquals(protocol, client.socket().getSession().getProtocol());
            assertEquals(1, server.loops().sum(LoopCounters::tlsSessions));
            assertEquals(0, server.borrowedBlocks(), "an idle connection borrows nothing");
            client.send(longest.replace('\n', 'x'));
            assertThrows(IOException.class, () -> client.receive(1));
        }
    }

    /** The line's last record has more content than the input has room for, which the line fills to the last byte. */
    @ParameterizedTest
    @ValueSource(strings = {V12, V13})
    void contentThatFindsNoRoomWaits(String protocol) throws Exception {
        String start = "x".repeat(30);
        String end = "y".repeat(EventLoop.INPUT_BYTES - start.length() - 1) + "\n";
        String next = "z".repeat(20_000) + "\n";
        try (TestServer server = serve(1, protocol, LineEcho::new);
                TlsClient client = connect(server, protocol)) {
            for (int i = 0; i < 3; i++) {
                client.send(start);
                client.send(end + next);
                client.expect(start + end + next);
            }
            assertEquals(0, server.borrowedBlocks());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ed25519", "with-parameters"})
    void showsKeysOfOtherKinds(String name) throws Exception {
        TlsSettings settings = TlsSettings.of(TestCertificates.server(name));
        try (TestServer server = serve(1, settings, LineEcho::new); TlsClient client = connect(server, V13)) {
            client.echo("hello\n");
            assertEquals(name, client.serverName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V12, V13})
    void echoesRandomLinesOfManyClients(String protocol) throws Exception {
        long seed = System.nanoTime();
        try (TestServer server = serve(2, protocol, LineEcho::new);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            SSLContext context = TestCertificates.client(null);
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Random random = new Random(seed + i);
                clients.add(threads.submit(() -> {
                    try (TlsClient client = new TlsClient(server.net().port(), context, protocol)) {
                        talk(client, random);
                    }
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
            server.awaitConnections(0);
            assertEquals(server.loops().sum(LoopCounters::bytesRead), server.loops().sum(LoopCounters::bytesWritten));
            assertEquals(0, server.loops().sum(LoopCounters::tlsProtocolErrors));
        } catch (Throwable failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    private static void talk(TlsClient client, Random random) throws IOException {
        for (int i = 0; i < 50; i++) {
            byte[] lines = new byte[1 + random.nextInt(60_000)];
            for (int at = 0; at < lines.length; at++) {
                lines[at] = (byte) (random.nextInt(100) == 0 ? '\n' : 'a' + random.nextInt(26));
            }
            lines[lines.length - 1] = '\n';
            for (int from = 0; from < lines.length; ) {
                int to = Math.min(lines.length, from + 1 + random.nextInt(random.nextBoolean() ? 100 : 30_000));
                client.send(Arrays.copyOfRange(lines, from, to));
                from = to;
            }
            assertEquals(-1, Arrays.mismatch(lines, client.receive(lines.length)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V12, V13})
    void aClientThatDoesNotReadIsNotReadFromAndHurtsNobody(String protocol) throws Exception {
        byte[] piece = ("x".repeat(4999) + "\n").repeat(200).getBytes(StandardCharsets.US_ASCII);
        int pieces = 30;
        try (TestServer server = serve(1, protocol, LineEcho::new);
                TlsClient deaf = connect(server, protocol).shakeHands();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> sending = thread.submit(() -> {
                for (int i = 0; i < pieces; i++) {
                    deaf.send(piece);
                }
                return null;
            });
            server.awaitBlocked();
            try (TlsClient other = connect(server, protocol)) {
                for (int round = 0; round < 50; round++) {
                    other.echo("hello\n");
                }
            }
            assertTrue(server.borrowedBlocks() <= 4, "input, records of input, output, records of output");
            for (int i = 0; i < pieces; i++) {
                assertEquals(-1, Arrays.mismatch(piece, deaf.receive(piece.length)));
            }
            sending.get();
            assertEquals(0, server.borrowedBlocks());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V12, V13})
    void blocksGoesOnAndCloses(String protocol) throws Exception {
        try (TestServer server = serve(1, protocol, ScriptedSession::new);
                TlsClient client = connect(server, protocol)) {
            client.send("bebaR");
            client.receive(ScriptedSession.FLOOD);
            client.expect("e");
            client.receive(ScriptedSession.FLOOD);
            client.expect("ar");
            client.send("q");
            client.expect("q");
            client.expectEnd();
            server.awaitConnections(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V12, V13})
    void whatWasSentBeforeTheEndIsAnswered(String protocol) throws Exception {
        try (TestServer server = serve(1, protocol, ScriptedSession::new);
                TlsClient client = connect(server, protocol).shakeHands()) {
            client.send("eebe");
            Future<Void> ending;
            try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
                ending = thread.submit(() -> {
                    client.endOutput();
                    return null;
                });
                client.expect("ee");
                client.receive(ScriptedSession.FLOOD);
                client.expect("e");
                client.expectEnd();
            }
            ending.get();
            server.awaitConnections(0);
            assertEquals(0, server.loops().sum(LoopCounters::tlsProtocolErrors));
        }
    }

    @Test
    void inTls13TheSessionMaySpeakAfterTheEndOfInput() throws Exception {
        try (TestServer server = serve(1, V13, ScriptedSession::new); TlsClient client = connect(server, V13)) {
            client.send("ek");
            client.endOutput();
            client.expect("eE");
            client.expectEnd();
        }
    }

    @Test
    void aSessionMaySpeakFirst() throws Exception {
        Protocol greeter = connection -> {
            ScriptedSession session = new ScriptedSession(connection);
            session.resumeByItself();
            return session;
        };
        try (TestServer server = serve(1, V13, greeter); TlsClient client = connect(server, V13).shakeHands()) {
            client.expect("r");
        }
    }

    @Test
    void aClientThatLeavesWithRepliesUnsentLeavesNothing() throws Exception {
        try (TestServer server = serve(1, V13, ScriptedSession::new)) {
            try (TlsClient client = connect(server, V13)) {
                client.send("bbbbb");
                server.awaitBlocked();
                client.socket().setSoLinger(true, 0);
            }
            server.awaitConnections(0);
            assertEquals(0, server.borrowedBlocks());
            assertEquals(0, server.failures());
        }
    }

    @Test
    void aSessionKnowsWhatWasAgreedOn() throws Exception {
        LinkedBlockingQueue<Connection> opened = new LinkedBlockingQueue<>();
        Protocol protocol = connection -> {
            opened.add(connection);
            return new LineEcho(connection);
        };
        try (TestServer server = serve(1, V13, protocol); TlsClient client = connect(server, V13)) {
            client.echo("hello\n");
            Connection connection = opened.poll(30, TimeUnit.SECONDS);
            assertNotNull(connection);
            SSLSession agreed = connection.tlsSession();
            assertNotNull(agreed);
            assertEquals(V13, agreed.getProtocol());
            assertEquals(client.socket().getSession().getCipherSuite(), agreed.getCipherSuite());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void stopsInTheMiddleOfEverything(int loops) throws Exception {
        List<TlsClient> clients = new ArrayList<>();
        try (TestServer server = serve(loops, V13, ScriptedSession::new); Client silent = server.connect()) {
            for (int i = 0; i < 4; i++) {
                clients.add(connect(server, V13));
                clients.getLast().echo("e");
            }
            clients.getFirst().send("k");
            assertTrue(server.net().stop(TestServer.LONG));
            for (TlsClient client : clients) {
                client.expectEnd();
                client.close();
            }
            silent.expectEnd();
        }
    }
}
