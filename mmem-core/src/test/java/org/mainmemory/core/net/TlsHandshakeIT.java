package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.net.tls.CertificateFiles;
import org.mainmemory.core.net.tls.ClientAuth;
import org.mainmemory.core.net.tls.TestCertificates;
import org.mainmemory.core.net.tls.TlsSettings;

/** How TLS connections begin, and how they do not: nobody but who is at fault notices. */
@Timeout(120)
class TlsHandshakeIT {

    private static final String V12 = "TLSv1.2";
    private static final String V13 = "TLSv1.3";

    @TempDir
    private Path folder;

    private static TlsSettings settings() throws Exception {
        return TlsSettings.of(TestCertificates.server("server").withoutSessions());
    }

    private static void expectGoesOn(TestServer server) throws Exception {
        try (TlsClient client = TlsIT.connect(server, V13)) {
            client.echo("goes on\n");
        }
    }

    private static long handshakeErrors(TestServer server) {
        return server.loops().sum(LoopCounters::tlsHandshakeErrors);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "get key\r\n", "\u0016\u0003\u0001\u00ff\u00ff", "\u0016\u0003\u0003\u0000\u0004\u0001\0\0\0",
        "\u0017\u0003\u0003\u0000\u0001x", "\u0015\u0003\u0003\u0000\u0002\u0001\u0000",
        "\u0080\0\0\0\0\0\0\0\0\0\0\0"})
    void whoSpeaksSomethingElseIsClosedAndCounted(String words) throws Exception {
        try (TestServer server = TlsIT.serve(1, settings(), LineEcho::new); Client client = server.connect()) {
            client.send(words);
            if (words.endsWith("\u00ff")) {
                client.endOutput();
            }
            expectEventualEnd(client);
            server.awaitConnections(0);
            assertEquals(1, handshakeErrors(server));
            assertEquals(0, server.failures());
            expectGoesOn(server);
            assertEquals(1, handshakeErrors(server));
        }
    }

    /** There may be an alert before the end. */
    private static void expectEventualEnd(Client client) {
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        try {
            while (client.channel().read(bytes) >= 0) {
                assertTrue(bytes.hasRemaining());
            }
        } catch (IOException reset) {
            // Closed all the same.
        }
    }

    @Test
    void noiseInsteadOfRecordsIsNoFailure() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (TestServer server = TlsIT.serve(2, settings(), LineEcho::new)) {
            byte[] hello = clientHello();
            for (int i = 0; i < 150; i++) {
                byte[] noise = Arrays.copyOf(hello, 1 + random.nextInt(hello.length));
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
                }
                try (Client client = server.connect()) {
                    client.send(noise);
                    client.endOutput();
                    expectEventualEnd(client);
                }
            }
            server.awaitConnections(0);
            assertEquals(0, server.failures(), "seed " + seed);
            assertEquals(0, server.borrowedBlocks());
            expectGoesOn(server);
        }
    }

    /** What a client begins with. */
    private static byte[] clientHello() throws Exception {
        SSLEngine engine = TestCertificates.client(null).createSSLEngine("localhost", 1);
        engine.setUseClientMode(true);
        ByteBuffer record = ByteBuffer.allocate(1 << 16);
        engine.wrap(ByteBuffer.allocate(0), record);
        return Arrays.copyOf(record.array(), record.position());
    }

    @Test
    void whoStallsIsClosedInTheEnd() throws Exception {
        TlsSettings settings = settings().withHandshakeLimit(Duration.ofMillis(300));
        try (TestServer server = TlsIT.serve(1, settings, LineEcho::new);
                Client silent = server.connect();
                Client half = server.connect();
                Client impolite = server.connect()) {
            byte[] hello = clientHello();
            half.send(Arrays.copyOf(hello, hello.length / 2));
            impolite.send(hello);
            silent.expectEnd();
            expectEventualEnd(half);
            expectEventualEnd(impolite);
            server.awaitConnections(0);
            assertEquals(3, handshakeErrors(server));
            assertEquals(0, server.borrowedBlocks());
        }
    }

    @Test
    void whoIsDoneInTimeMayThenBeSilent() throws Exception {
        TlsSettings settings = settings().withHandshakeLimit(Duration.ofSeconds(2));
        try (TestServer server = TlsIT.serve(1, settings, LineEcho::new);
                TlsClient client = TlsIT.connect(server, V13).shakeHands();
                Client stalls = server.connect()) {
            stalls.expectEnd();
            client.echo("still there\n");
            assertEquals(1, handshakeErrors(server));
        }
    }

    @Test
    void whoLeavesWithoutAWordIsNoError() throws Exception {
        try (TestServer server = TlsIT.serve(1, settings(), LineEcho::new)) {
            server.connect().close();
            expectGoesOn(server);
            server.awaitConnections(0);
            assertEquals(0, handshakeErrors(server));
            try (Client client = server.connect()) {
                client.send(Arrays.copyOf(clientHello(), 20));
                client.endOutput();
                expectEventualEnd(client);
            }
            server.awaitConnections(0);
            assertEquals(1, handshakeErrors(server));
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2,TLSv1.3", "TLSv1.3,TLSv1.2"})
    void anotherVersionIsRefused(String here, String there) throws Exception {
        try (TestServer server = TlsIT.serve(1, settings().withProtocols(List.of(here)), LineEcho::new);
                TlsClient client = TlsIT.connect(server, there)) {
            assertThrows(IOException.class, client::shakeHands);
            server.awaitConnections(0);
            assertEquals(1, handshakeErrors(server));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,,true", "NONE,unknown,true", "WANT,,true", "WANT,client,true", "WANT,unknown,false",
        "NEED,,false", "NEED,client,true", "NEED,unknown,false"})
    void clientsShowCertificates(ClientAuth demand, String certificate, boolean welcome) throws Exception {
        TlsSettings settings = settings().withClientAuth(demand);
        SSLContext context = TestCertificates.client(certificate);
        for (String protocol : List.of(V12, V13)) {
            try (TestServer server = TlsIT.serve(1, settings, LineEcho::new);
                    TlsClient client = new TlsClient(server.net().port(), context, protocol)) {
                if (welcome) {
                    client.echo("hello\n");
                    assertEquals(0, handshakeErrors(server));
                } else {
                    assertThrows(IOException.class, () -> client.echo("hello\n"));
                    server.awaitConnections(0);
                    assertEquals(1, handshakeErrors(server));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V12, V13})
    void certificatesAreReadAnewWhileConnectionsStay(String protocol) throws Exception {
        Path chain = Files.copy(TestCertificates.file("server.pem"), folder.resolve("chain"));
        Path key = Files.copy(TestCertificates.file("server.key"), folder.resolve("key"));
        CertificateFiles files = CertificateFiles.read(chain, key, CertificateFiles.KeyFormat.PEM, null);
        try (TestServer server = TlsIT.serve(2, TlsSettings.of(files), LineEcho::new);
                TlsClient before = TlsIT.connect(server, protocol)) {
            before.echo("before\n");
            Files.writeString(chain, Files.readString(TestCertificates.file("rsa.pem")));
            assertThrows(IOException.class, files::reload);
            try (TlsClient between = TlsIT.connect(server, protocol).shakeHands()) {
                assertEquals("server", between.serverName());
            }
            Files.writeString(key, Files.readString(TestCertificates.file("rsa.pkcs1.key")));
            files.reload();
            try (TlsClient after = TlsIT.connect(server, protocol).shakeHands()) {
                assertEquals("rsa", after.serverName());
            }
            before.echo("still there\n");
            assertEquals("server", before.serverName());
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2,true,1", "TLSv1.3,true,1", "TLSv1.2,false,3", "TLSv1.3,false,3"})
    void sessionsAreResumedIfThatIsWanted(String protocol, boolean cache, int sessions) throws Exception {
        SSLContext context = TestCertificates.client(null);
        CertificateFiles files = TestCertificates.server("server");
        TlsSettings settings = TlsSettings.of(cache ? files : files.withoutSessions());
        try (TestServer server = TlsIT.serve(1, settings, LineEcho::new)) {
            for (int i = 0; i < 3; i++) {
                // Creation times are told in milliseconds.
                Thread.sleep(5);
                try (TlsClient client = new TlsClient(server.net().port(), context, protocol)) {
                    client.echo("hello\n");
                }
            }
            server.awaitConnections(0);
            assertEquals(sessions, server.loops().sum(LoopCounters::tlsSessions));
        }
    }

    @Test
    void keysAreNotAgreedOnAnewInTls12() throws Exception {
        try (TestServer server = TlsIT.serve(1, settings(), LineEcho::new);
                TlsClient client = TlsIT.connect(server, V12)) {
            client.echo("hello\n");
            client.socket().startHandshake();
            assertThrows(IOException.class, () -> client.echo("hello\n"));
            server.awaitConnections(0);
            assertEquals(1, server.loops().sum(LoopCounters::tlsProtocolErrors));
            expectGoesOn(server);
        }
    }

    @Test
    void newKeysInTls13AreFine() throws Exception {
        try (TestServer server = TlsIT.serve(1, settings(), LineEcho::new);
                TlsClient client = TlsIT.connect(server, V13)) {
            for (int i = 0; i < 3; i++) {
                client.echo("hello\n");
                client.socket().startHandshake();
            }
            client.echo("hello\n");
        }
    }

    @Test
    void aRecordThatWasTamperedWithEndsItsConnection() throws Exception {
        try (TestServer server = TlsIT.serve(1, settings(), LineEcho::new);
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.net().port());
                TlsClient client = TlsClient.over(plain, TestCertificates.client(null), V13)) {
            client.echo("hello\n");
            plain.getOutputStream().write("\u0017\u0003\u0003\u0000 ".getBytes(StandardCharsets.ISO_8859_1));
            plain.getOutputStream().write(new byte[32]);
            assertThrows(IOException.class, () -> client.receive(1));
            server.awaitConnections(0);
            assertEquals(1, server.loops().sum(LoopCounters::tlsProtocolErrors));
            assertEquals(0, handshakeErrors(server));
            assertEquals(0, server.failures());
        }
    }

    @Test
    void manyComeAndGo() throws Exception {
        SSLContext context = TestCertificates.client(null);
        try (TestServer server = TlsIT.serve(2, settings(), LineEcho::new);
                ExecutorService threads = Executors.newFixedThreadPool(8);
                TlsClient longLived = TlsIT.connect(server, V13)) {
            List<Future<?>> visits = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String protocol = i % 2 == 0 ? V12 : V13;
                visits.add(threads.submit(() -> {
                    try (TlsClient client = new TlsClient(server.net().port(), context, protocol)) {
                        client.echo("hello\n");
                    }
                    return null;
                }));
            }
            for (int i = 0; i < 100; i++) {
                longLived.echo("others may come\n");
            }
            for (Future<?> visit : visits) {
                visit.get();
            }
            server.awaitConnections(1);
            assertEquals(101, server.loops().sum(LoopCounters::tlsSessions));
            assertEquals(0, handshakeErrors(server));
            assertEquals(0, server.borrowedBlocks());
        }
    }

    @Test
    void tlsAndPlainPortsStandSideBySide() throws Exception {
        Endpoint loopback = Endpoint.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        NetSettings both = NetSettings.listeningAt(loopback, loopback.withTls(settings()))
                .withMaxConnections(2, "too many\r\n");
        try (TestServer server = new TestServer(1, both, LineEcho::new); Client plain = server.connect()) {
            plain.echo("plain\n");
            InetSocketAddress secret = (InetSocketAddress) server.net().addresses().getLast();
            try (TlsClient client = new TlsClient(secret.getPort(), TestCertificates.client(null), V13);
                    Client refused = refusedAfter(client, secret)) {
                plain.echo("plain\n");
                refused.expectEnd();
            }
        }
        assertThrows(IllegalArgumentException.class, () -> Endpoint.unix(folder, 0700).withTls(settings()));
    }

    private static Client refusedAfter(TlsClient client, InetSocketAddress address) throws IOException {
        client.echo("secret\n");
        return new Client(address);
    }
}
