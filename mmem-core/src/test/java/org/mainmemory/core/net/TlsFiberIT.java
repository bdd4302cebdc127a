package org.mainmemory.core.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.fiber.Fiber;
import org.mainmemory.core.fiber.FiberConnection;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.OnLoop;
import org.mainmemory.core.net.tls.TestCertificates;
import org.mainmemory.core.net.tls.TlsClientSettings;

/** Fibers whose connections speak TLS: they wait for content, not for bytes, and nothing else is different. */
@Timeout(30)
class TlsFiberIT {

    private static final String V12 = "TLSv1.2";
    private static final String V13 = "TLSv1.3";
    private static final Duration SHORT = Duration.ofMillis(10);

    private static TestServer serve(int loops, String protocol, FiberProtocol fiber) throws Exception {
        return TlsIT.serve(loops, TestCertificates.settings(protocol), FiberProtocol.of(fiber));
    }

    private static void echoLines(FiberConnection connection) throws Exception {
        for (String line = connection.readLine(); line != null; line = connection.readLine()) {
            connection.write(line + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"1," + V12, "1," + V13, "2," + V12, "2," + V13})
    void echoesLinesHoweverTheyAreCut(int loops, String protocol) throws Exception {
        Random random = new Random(loops);
        try (TestServer server = serve(loops, protocol, TlsFiberIT::echoLines);
                TlsClient one = TlsIT.connect(server, protocol);
                TlsClient two = TlsIT.connect(server, protocol)) {
            for (int i = 0; i < 100; i++) {
                TlsClient client = i % 2 == 0 ? one : two;
                String line = "x".repeat(random.nextInt(i % 10 == 0 ? 60_000 : 100)) + "\n";
                int cut = random.nextInt(line.length());
                client.send(line.substring(0, cut));
                client.send(line.substring(cut));
                client.expect(line);
            }
            one.echo("x".repeat(EventLoop.INPUT_BYTES - 1) + "\n");
            one.echo("a line\n".repeat(1000));
            assertEquals(0, server.borrowedBlocks(), "a fiber that waits has no buffer");
            assertEquals(0, server.failures());
        }
    }

    @Test
    void speaksFirstAndAfterTheEndOfInput() throws Exception {
        CompletableFuture<SSLSession> agreed = new CompletableFuture<>();
        try (TestServer server = serve(2, V13, connection -> {
            connection.write("hello\n");
            assertNull(connection.readLine());
            agreed.complete(connection.tlsSession());
            Fiber.sleep(SHORT);
            connection.write("good");
            Fiber.sleep(SHORT);
            connection.write("bye\n");
        }); TlsClient client = TlsIT.connect(server, V13)) {
            client.expect("hello\n");
            client.endOutput();
            client.expect("goodbye\n");
            client.expectEnd();
            SSLSession session = agreed.get();
            assertNotNull(session);
            assertEquals(V13, session.getProtocol());
        }
    }

    @Test
    void endsItsOutputAndReadsOn() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (TestServer server = serve(1, V13, connection -> {
            connection.write("that is all\n");
            connection.endOutput();
            heard.complete(connection.readLine());
        }); TlsClient client = TlsIT.connect(server, V13)) {
            client.expect("that is all\n");
            client.expectEnd();
            client.send("I see\n");
            assertEquals("I see", heard.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V12, V13})
    void waitsForAPeerThatDoesNotReadAndHoldsNobodyUp(String protocol) throws Exception {
        byte[] flood = "0123456789".repeat(500_000).getBytes(US_ASCII);
        try (TestServer server = serve(1, protocol, connection -> {
            if ("flood".equals(connection.readLine())) {
                connection.write(flood);
                connection.flush();
            }
            connection.write("end\n");
        }); TlsClient deaf = TlsIT.connect(server, protocol);
                TlsClient other = TlsIT.connect(server, protocol)) {
            deaf.send("flood\n");
            server.awaitBlocked();
            other.send("nothing\n");
            other.expect("end\n");
            other.expectEnd();
            assertEquals(-1, Arrays.mismatch(flood, deaf.receive(flood.length)));
            deaf.expect("end\n");
            deaf.expectEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V12, V13})
    void aTimeoutLeavesTheConnectionUsable(String protocol) throws Exception {
        try (TestServer server = serve(1, protocol, connection -> {
            connection.setTimeout(SHORT);
            assertThrows(SocketTimeoutException.class, connection::readLine);
            connection.write("late\n");
            connection.setTimeout(TestServer.LONG);
            connection.write(connection.readLine() + "\n");
            connection.setTimeout(SHORT);
            byte[] flood = new byte[1 << 20];
            assertThrows(SocketTimeoutException.class, () -> {
                while (true) {
                    connection.write(flood);
                }
            });
            connection.abort();
        }); TlsClient client = TlsIT.connect(server, protocol)) {
            client.shakeHands().expect("late\n");
            client.echo("in time\n");
            server.awaitConnections(0);
            assertEquals(0, server.failures());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V12, V13})
    void aLostPeerEndsTheWaitAndTheFiber(String protocol) throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        try (TestServer server = serve(1, protocol, connection -> {
            connection.write("go\n");
            try {
                connection.readLine();
            } catch (IOException lost) {
                end.complete(lost);
                throw lost;
            }
        })) {
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.net().port());
            TlsClient.over(plain, TestCertificates.client(null), protocol).shakeHands().expect("go\n");
            plain.setSoLinger(true, 0);
            plain.close();
            assertInstanceOf(ClosedChannelException.class, end.get());
            server.awaitConnections(0);
            assertEquals(0, server.borrowedBlocks());
            assertEquals(0, server.failures());
        }
    }

    @Test
    void whoSpeaksNoTlsIsNeverServed() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        try (TestServer server = serve(1, V13, connection -> {
            try {
                connection.readLine();
            } catch (IOException lost) {
                end.complete(lost);
                throw lost;
            }
        }); Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.net().port())) {
            plain.getOutputStream().write("this is no handshake, but it is long enough\n".getBytes(US_ASCII));
            plain.getInputStream().readAllBytes();
            server.awaitConnections(0);
            assertEquals(1, server.loops().sum(LoopCounters::tlsHandshakeErrors));
            assertEquals(0, server.failures());
            assertTrue(!end.isDone() || end.get() instanceof ClosedChannelException, "read what was no TLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {V12, V13})
    void connectsToAServer(String protocol) throws Exception {
        try (TestServer server = serve(1, protocol, TlsFiberIT::echoLines)) {
            EventLoop loop = server.loops().loop(0);
            SocketAddress address = server.net().addresses().getFirst();
            assertEquals(protocol + " x", Fiber.call(loop, "client", () -> {
                try (FiberConnection connection = FiberConnection.connect(
                        address, TestServer.LONG, TlsClientSettings.trustingAnybody())) {
                    String agreed = connection.tlsSession().getProtocol();
                    connection.write("x\n");
                    return agreed + " " + connection.readLine();
                }
            }).get());
            TlsClientSettings wrong = TlsClientSettings.trusting(TestCertificates.file("ca.pem"), "another.example");
            assertThrows(SSLException.class, () -> onFiber(loop, () ->
                    FiberConnection.connect(address, TestServer.LONG, wrong)));
            server.awaitConnections(0);
            try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                assertThrows(SocketTimeoutException.class, () -> onFiber(loop, () -> FiberConnection.connect(
                        deaf.getLocalSocketAddress(), SHORT, TlsClientSettings.trustingAnybody())));
            }
            assertEquals(0, OnLoop.call(loop, () -> Connector.on(loop).connections()));
        }
    }

    private static <T> T onFiber(EventLoop loop, Callable<T> body) throws Throwable {
        try {
            return Fiber.call(loop, "client", body).get();
        } catch (ExecutionException failed) {
            throw failed.getCause();
        }
    }

    /** A proxy that takes TLS and passes it on in the clear. */
    @Test
    void goesOnToAServerBehind() throws Exception {
        try (TestServer behind = new TestServer(1, LineEcho::new)) {
            InetSocketAddress address = (InetSocketAddress) behind.net().addresses().getFirst();
            try (TestServer server = serve(2, V13, client -> {
                try (FiberConnection onward = FiberConnection.connect(address, TestServer.LONG)) {
                    for (String line = client.readLine(); line != null; line = client.readLine()) {
                        onward.write(line + "\n");
                        client.write(onward.readLine() + "\n");
                    }
                }
            }); TlsClient one = TlsIT.connect(server, V13); TlsClient two = TlsIT.connect(server, V13)) {
                one.echo("a line\n".repeat(200));
                two.echo("x".repeat(50_000) + "\n");
                one.echo("another\n");
            }
        }
    }
}
