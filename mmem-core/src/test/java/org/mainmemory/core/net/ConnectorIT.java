package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.OnLoop;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

/** Connections that a loop opens itself. The server they lead to runs on the same loops. */
@Timeout(60)
class ConnectorIT {

    /** Says something once resumed, and completes with what comes back. */
    private static final class Asker implements Session {
        final CompletableFuture<String> answer = new CompletableFuture<>();
        final CompletableFuture<String> closed = new CompletableFuture<>();

        @Override
        public Turn onInput(InputBuffer input, OutputBuffer output) {
            if (input.length() == 0) {
                output.putAscii("question\n");
                return Turn.READ;
            }
            StringBuilder text = new StringBuilder();
            for (int i = input.start(); i < input.end(); i++) {
                text.append((char) input.byteAt(i));
            }
            answer.complete(text.toString());
            return Turn.CLOSE;
        }

        @Override
        public void onClose() {
            closed.complete("closed");
        }
    }

    @Test
    void aProtocolThatFailsIsNoConnection() throws Exception {
        try (TestServer server = new TestServer(1, LineEcho::new)) {
            EventLoop loop = server.loops().loop(0);
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.net().port());
            var result = OnLoop.call(loop, () -> Connector.on(loop).connect(address, TestServer.LONG, connection -> {
                throw new IllegalStateException("on purpose");
            }));
            ExecutionException failed = assertThrows(ExecutionException.class, () -> result.get(30, TimeUnit.SECONDS));
            assertInstanceOf(IOException.class, failed.getCause());
            assertEquals(0, OnLoop.call(loop, () -> Connector.on(loop).connections()));
        }
    }

    @Test
    void asksAServerOverTcp() throws Exception {
        try (TestServer server = new TestServer(2, LineEcho::new)) {
            ask(server, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.net().port()));
        }
    }

    @Test
    void asksAServerOverAUnixSocket(@TempDir Path folder) throws Exception {
        Endpoint endpoint = Endpoint.unix(folder.resolve("socket"), 0700);
        try (TestServer server = new TestServer(2, NetSettings.listeningAt(endpoint), LineEcho::new)) {
            ask(server, endpoint.address());
        }
    }

    private static void ask(TestServer server, SocketAddress address) throws Exception {
        for (EventLoop loop : server.loops().loops()) {
            Asker asker = new Asker();
            Connection connection = connect(loop, address, opened -> asker).get(30, TimeUnit.SECONDS);
            OnLoop.call(loop, () -> {
                connection.resume();
                return true;
            });
            assertEquals("question\n", asker.answer.get());
            assertEquals("closed", asker.closed.get());
            assertEquals(0, OnLoop.call(loop, () -> Connector.on(loop).connections()));
            assertEquals(address, connection.remoteAddress());
        }
    }

    private static CompletableFuture<Connection> connect(EventLoop loop, SocketAddress to, Protocol protocol)
            throws Exception {
        return OnLoop.call(loop, () -> Connector.on(loop).connect(to, TestServer.LONG, protocol));
    }

    @Test
    void tellsWhyItCannot(@TempDir Path folder) throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (TestServer server = new TestServer(1, LineEcho::new)) {
            EventLoop loop = server.loops().loop(0);
            SocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), free);
            assertInstanceOf(ConnectException.class, failure(connect(loop, nobody, opened -> new Asker())));
            assertInstanceOf(IOException.class,
                    failure(connect(loop, Endpoint.unix(folder.resolve("none"), 0).address(), opened -> new Asker())));
            assertInstanceOf(UnresolvedAddressException.class, failure(connect(loop,
                    InetSocketAddress.createUnresolved("no.such.host.invalid", 1), opened -> new Asker())).getCause());
            assertEquals(0, OnLoop.call(loop, () -> loop.timers().size()));
        }
    }

    @Test
    void givesUpInTime() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestServer server = new TestServer(1, LineEcho::new)) {
            EventLoop loop = server.loops().loop(0);
            List<CompletableFuture<Connection>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(OnLoop.call(loop, () -> Connector.on(loop).connect(full.getLocalSocketAddress(),
                        Duration.ofMillis(100), opened -> new Asker())));
            }
            assertInstanceOf(SocketTimeoutException.class, failure(all.getLast()));
            assertTrue(all.stream().anyMatch(one -> !one.isCompletedExceptionally()), "the backlog takes some");
            assertEquals(0, OnLoop.call(loop, () -> loop.timers().size()));
        }
    }

    @Test
    void aCancelledOneLeavesNothing() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestServer server = new TestServer(1, LineEcho::new)) {
            EventLoop loop = server.loops().loop(0);
            int left = OnLoop.call(loop, () -> {
                for (int i = 0; i < 8; i++) {
                    Connector.on(loop).connect(full.getLocalSocketAddress(), TestServer.LONG, opened -> new Asker())
                            .cancel(false);
                }
                return loop.timers().size();
            });
            assertEquals(0, left);
        }
    }

    private static Throwable failure(CompletableFuture<Connection> attempt) {
        return assertThrows(ExecutionException.class, () -> attempt.get(30, TimeUnit.SECONDS)).getCause();
    }
}
