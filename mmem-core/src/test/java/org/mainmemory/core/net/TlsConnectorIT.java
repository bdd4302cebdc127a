package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.OnLoop;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.tls.ClientAuth;
import org.mainmemory.core.net.tls.TestCertificates;
import org.mainmemory.core.net.tls.TlsClientSettings;
import org.mainmemory.core.net.tls.TlsSettings;

/** Connections with TLS that a loop opens itself. */
@Timeout(120)
class TlsConnectorIT {

    private static final Path CA = TestCertificates.file("ca.pem");

    /** Sends lines as fast as they are taken, counts bytes that come back, closes when all have. */
    private static final class Chatter implements Session {

        private static final byte[] LINE = ("x".repeat(999) + "\n").getBytes(StandardCharsets.US_ASCII);

        final CompletableFuture<Integer> received = new CompletableFuture<>();
        final CompletableFuture<@Nullable IOException> closed = new CompletableFuture<>();
        private final Connection connection;
        private final int lines;
        private int sent;
        private int count;
        @Nullable SSLSession tls;

        Chatter(Connection connection, int lines) {
            this.connection = connection;
            this.lines = lines;
            connection.resume();
        }

        @Override
        public Turn onInput(InputBuffer input, OutputBuffer output) {
            tls = connection.tlsSession();
            count += input.length();
            input.consume(input.length());
            if (count == lines * LINE.length) {
                received.complete(count);
                return Turn.CLOSE;
            }
            // Only a few lines ahead: neither side reads while it cannot write.
            while (sent < lines && sent - count / LINE.length < 40) {
                output.putBytes(LINE);
                sent++;
            }
            return Turn.READ;
        }

        @Override
        public void onClose() {
            closed.complete(connection.lost());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void manyBytesGoBothWays(String protocol) throws Exception {
        try (TestServer server = TlsIT.serve(2, TestCertificates.settings(protocol), LineEcho::new)) {
            Chatter chatter = connect(server, TlsClientSettings.trusting(CA, "localhost"), 3000);
            assertEquals(3_000_000, chatter.received.get(60, TimeUnit.SECONDS));
            assertNull(chatter.closed.get());
            assertNotNull(chatter.tls);
            assertEquals(protocol, chatter.tls.getProtocol());
            assertEquals(1, server.loops().sum(LoopCounters::tlsSessions), "counted by the server alone");
        }
    }

    @Test
    void theServerMayAskForACertificate() throws Exception {
        TlsSettings demanding = TestCertificates.settings("TLSv1.3").withClientAuth(ClientAuth.NEED);
        SSLContext context = TestCertificates.client("client");
        try (TestServer server = TlsIT.serve(1, demanding, LineEcho::new)) {
            Chatter chatter = connect(server, TlsClientSettings.of(() -> context, "localhost"), 1);
            assertEquals(1000, chatter.received.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void anybodyMayBeTrusted() throws Exception {
        try (TestServer server = TlsIT.serve(1, TestCertificates.settings("TLSv1.3"), LineEcho::new)) {
            Chatter chatter = connect(server, TlsClientSettings.trustingAnybody(), 1);
            assertEquals(1000, chatter.received.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsLeft() throws Exception {
        assertRefused(TlsClientSettings.trusting(TestCertificates.file("unknown.pem"), null));
    }

    @Test
    void aServerOfAnotherNameIsLeft() throws Exception {
        assertRefused(TlsClientSettings.trusting(CA, "example.org"));
    }

    @Test
    void aServerThatSpeaksOtherVersionsIsLeft() throws Exception {
        assertRefused(TlsClientSettings.trusting(CA, "localhost").withProtocols(List.of("TLSv1.2")));
    }

    private static void assertRefused(TlsClientSettings settings) throws Exception {
        try (TestServer server = TlsIT.serve(1, TestCertificates.settings("TLSv1.3"), LineEcho::new)) {
            Chatter chatter = connect(server, settings, 1);
            assertInstanceOf(SSLException.class, chatter.closed.get(60, TimeUnit.SECONDS));
            assertTrue(!chatter.received.isDone());
            server.awaitConnections(0);
            assertEquals(1, server.loops().sum(LoopCounters::tlsHandshakeErrors), "counted by the server alone");
        }
    }

    @Test
    void aServerThatSaysNothingIsLeftInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TestServer server = new TestServer(1, LineEcho::new)) {
            TlsClientSettings hasty = TlsClientSettings.trustingAnybody().withHandshakeLimit(Duration.ofMillis(100));
            Chatter chatter = connect(server.loops().loop(0), silent.getLocalSocketAddress(), hasty, 1);
            chatter.closed.get(60, TimeUnit.SECONDS);
            assertEquals(0, server.borrowedBlocks());
        }
    }

    private static Chatter connect(TestServer server, TlsClientSettings tls, int lines) throws Exception {
        EventLoop loop = server.loops().loop(server.loops().size() - 1);
        return connect(loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.net().port()), tls, lines);
    }

    private static Chatter connect(EventLoop loop, SocketAddress to, TlsClientSettings tls, int lines)
            throws Exception {
        CompletableFuture<Connection> connected = OnLoop.call(loop, () -> Connector.on(loop).connect(to,
                TestServer.LONG, tls, connection -> new Chatter(connection, lines)));
        return (Chatter) connected.get(60, TimeUnit.SECONDS).session();
    }
}
