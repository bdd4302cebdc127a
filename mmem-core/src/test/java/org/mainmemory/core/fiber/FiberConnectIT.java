package org.mainmemory.core.fiber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.net.Connector;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.core.net.NetSettings;
import org.mainmemory.core.net.TestServer;

/** Fibers that are clients. */
@Timeout(60)
class FiberConnectIT {

    private static final Duration LONG = TestServer.LONG;
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void talksToItsOwnServerOverTcpAndOverAUnixSocket(@TempDir Path folder) throws Exception {
        Endpoint unix = Endpoint.unix(folder.resolve("socket"), 0700);
        Endpoint tcp = Endpoint.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        NetSettings settings = NetSettings.listeningAt(unix, tcp);
        try (TestServer server = new TestServer(1, settings, FiberProtocol.of(FiberConnectionIT::echoLines))) {
            EventLoop loop = server.loops().loop(0);
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.net().port());
            for (var to : List.of(unix.address(), address)) {
                assertEquals("x".repeat(50_000), on(loop, () -> {
                    try (FiberConnection connection = FiberConnection.connect(to, LONG)) {
                        connection.write("x".repeat(50_000) + "\n");
                        return connection.readLine();
                    }
                }));
            }
            server.awaitConnections(0);
        }
    }

    @Test
    void noLimitIsTooLong() throws Exception {
        Duration forEver = ChronoUnit.FOREVER.getDuration();
        try (TestServer server = FiberConnectionIT.serve(1, FiberConnectionIT::echoLines)) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.net().port());
            assertEquals("x", on(server.loops().loop(0), () -> {
                try (FiberConnection connection = FiberConnection.connect(address, forEver)) {
                    connection.setTimeout(forEver);
                    connection.write("x\n");
                    return connection.readLine();
                }
            }));
            assertTrue(server.net().stop(forEver));
            assertTrue(server.loops().join(forEver));
        }
    }

    @Test
    void tellsWhyItCannotAndWhenItIsCutShort() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestServer server = FiberConnectionIT.serve(1, FiberConnectionIT::echoLines)) {
            EventLoop loop = server.loops().loop(0);
            int free;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                free = socket.getLocalPort();
            }
            assertTrue(on(loop, () -> {
                var nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), free);
                assertThrows(ConnectException.class, () -> FiberConnection.connect(nobody, LONG));
                List<FiberConnection> backlog = new ArrayList<>();
                assertThrows(SocketTimeoutException.class, () -> {
                    while (true) {
                        backlog.add(FiberConnection.connect(full.getLocalSocketAddress(), SHORT));
                    }
                });
                Fiber self = Fiber.current();
                Fiber.start(loop, "interrupts", () -> {
                    Fiber.sleep(SHORT);
                    self.interrupt();
                });
                assertThrows(InterruptedException.class,
                        () -> FiberConnection.connect(full.getLocalSocketAddress(), LONG));
                backlog.forEach(FiberConnection::close);
                assertThrows(ClosedChannelException.class, () -> backlog.getFirst().write("x"));
                Fiber.sleep(SHORT);
                return Connector.on(loop).connections() == 0 && loop.timers().isEmpty();
            }));
        }
    }

    private static <T> T on(EventLoop loop, Callable<T> body) throws Exception {
        return Fiber.call(loop, "client", body).get();
    }
}
