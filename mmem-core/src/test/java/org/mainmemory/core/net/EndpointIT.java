package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.core.loop.LoopGroup;

@Timeout(60)
class EndpointIT {

    private static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress V6 = InetAddress.ofLiteral("::1");

    @TempDir
    private Path folder;

    @Test
    void listensAtSeveralAddressesAtATime() throws Exception {
        assumeTrue(hasIpV6(), "needs IPv6");
        Path path = folder.resolve("socket");
        NetSettings settings = NetSettings.listeningAt(
                Endpoint.tcp(new InetSocketAddress(V4, 0)),
                Endpoint.tcp(new InetSocketAddress(V6, 0)),
                Endpoint.unix(path, 0700),
                Endpoint.anyAddress(0));
        try (TestServer server = new TestServer(2, settings, LineEcho::new)) {
            List<SocketAddress> addresses = server.net().addresses();
            echo(new InetSocketAddress(V4, port(addresses.get(0))));
            echo(new InetSocketAddress(V6, port(addresses.get(1))));
            echo(UnixDomainSocketAddress.of(path));
            echo(new InetSocketAddress(V4, port(addresses.get(3))));
            echo(new InetSocketAddress(V6, port(addresses.get(3))));
            assertThrows(IOException.class, () -> echo(new InetSocketAddress(V6, port(addresses.get(0)))));
            assertEquals(port(addresses.get(0)), server.net().port());
        }
    }

    @Test
    void oneAddressOfAllIsOfIpV4Alone() throws Exception {
        Endpoint allOfV4 = Endpoint.tcp(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0));
        NetSettings settings = NetSettings.listeningAt(allOfV4);
        try (TestServer server = new TestServer(1, settings, LineEcho::new)) {
            echo(new InetSocketAddress(V4, server.net().port()));
            assertThrows(IOException.class, () -> echo(new InetSocketAddress(V6, server.net().port())));
        }
    }

    @Test
    void aUnixSocketHasItsMode() throws Exception {
        Path path = folder.resolve("socket");
        NetSettings settings = NetSettings.listeningAt(Endpoint.unix(path, 0725));
        try (TestServer server = new TestServer(1, settings, LineEcho::new)) {
            assertEquals("rwx-w-r-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            echo(UnixDomainSocketAddress.of(path));
            assertThrows(IllegalStateException.class, server.net()::port);
        }
    }

    @Test
    void aServerThatEndsLeavesTheSocketOfItsSuccessor() throws Exception {
        Path path = folder.resolve("socket");
        NetSettings settings = NetSettings.listeningAt(Endpoint.unix(path, 0700));
        TestServer first = new TestServer(1, settings, LineEcho::new);
        try (TestServer second = new TestServer(1, settings, LineEcho::new)) {
            first.close();
            assertEquals(1, second.net().addresses().size());
            echo(UnixDomainSocketAddress.of(path));
        }
    }

    @Test
    void aStaleUnixSocketIsReplacedAndAFileIsNot() throws Exception {
        Path path = folder.resolve("socket");
        try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));
        NetSettings settings = NetSettings.listeningAt(Endpoint.unix(path, 0700));
        try (TestServer server = new TestServer(1, settings, LineEcho::new)) {
            echo(UnixDomainSocketAddress.of(path));
            assertEquals(1, server.net().addresses().size());
        }
        Files.delete(path);
        Files.writeString(path, "precious");
        ListenException refused = assertThrows(ListenException.class, () -> bind(settings));
        assertEquals(settings.endpoints().getFirst(), refused.endpoint());
        assertEquals("precious", Files.readString(path));
    }

    @Test
    void saysWhereItCannotListenAndLetsGoOfTheRest() throws Exception {
        int free = freePort();
        try (ServerSocket taken = new ServerSocket(0, 1, V4)) {
            Endpoint second = Endpoint.tcp(new InetSocketAddress(V4, taken.getLocalPort()));
            NetSettings settings =
                    NetSettings.listeningAt(Endpoint.tcp(new InetSocketAddress(V4, free)), second);
            ListenException failed = assertThrows(ListenException.class, () -> bind(settings));
            assertEquals(second, failed.endpoint());
            assertEquals("cannot listen at /127.0.0.1:" + taken.getLocalPort() + ": Address already in use",
                    failed.getMessage());
            new ServerSocket(free, 1, V4).close();
        }
    }

    @Test
    void refusesNonsense() {
        assertThrows(IllegalArgumentException.class, () -> TestServer.loopback().withBacklog(0));
        assertThrows(IllegalArgumentException.class, () -> TestServer.loopback().withMaxConnections(0, ""));
        NetSettings unresolved = NetSettings.listeningAt(Endpoint.tcp(InetSocketAddress.createUnresolved("x", 0)));
        assertEquals("cannot listen at x/<unresolved>:0: Unknown host",
                assertThrows(ListenException.class, () -> bind(unresolved)).getMessage());
    }

    private static void bind(NetSettings settings) throws Exception {
        LoopGroup loops = LoopGroup.open(1);
        try {
            NetServer.bind(settings, loops, LineEcho::new);
        } finally {
            loops.stop();
        }
    }

    private static void echo(SocketAddress address) throws IOException {
        try (Client client = new Client(address)) {
            client.echo("hello\n");
        }
    }

    private static int port(SocketAddress address) {
        return ((InetSocketAddress) address).getPort();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, V4)) {
            return probe.getLocalPort();
        }
    }

    private static boolean hasIpV6() {
        try (ServerSocket socket = new ServerSocket(0, 1, V6)) {
            return socket.isBound();
        } catch (IOException missing) {
            return false;
        }
    }
}
