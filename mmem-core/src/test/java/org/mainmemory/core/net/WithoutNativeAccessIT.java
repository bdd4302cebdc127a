package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.core.memory.Region;

/** A JVM that calls no C: everything that core calls has something in its place. */
@Timeout(60)
class WithoutNativeAccessIT {

    @TempDir
    private Path folder;

    @Test
    void aServerServesAllTheSame() throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny", "-Xmx32m", "-XX:+UseSerialGC", "-ea",
                "-cp", System.getProperty("java.class.path"),
                WithoutNativeAccessIT.class.getName(), folder.resolve("socket").toString())
                .redirectErrorStream(true).start();
        String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), text);
        assertEquals("served", text.lines().toList().getLast());
    }

    /** Runs in that JVM; an exception is exit code 1. */
    public static void main(String[] arguments) throws Exception {
        requireRefusals();
        Path path = Path.of(arguments[0]);
        List<Endpoint> endpoints = new ArrayList<>(List.of(
                Endpoint.unix(path, 0725),
                Endpoint.tcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))));
        if (hasIpV6()) {
            endpoints.add(Endpoint.tcp(new InetSocketAddress(InetAddress.ofLiteral("::"), 0)));
        }
        NetSettings settings = NetSettings.listeningAt(endpoints.toArray(Endpoint[]::new)).withMark(7);
        try (TestServer server = new TestServer(2, settings, LineEcho::new);
                Region region = Region.reserve(1 << 20)) {
            assertEquals("rwx-w-r-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertEquals(false, region.isLazy());
            for (SocketAddress address : server.net().addresses()) {
                echo(server, reachable(address));
            }
        }
        System.out.println("served");
    }

    /** So that nobody believes to have tested what was not there. */
    private static void requireRefusals() throws IOException {
        assertThrows(IOException.class, () -> SocketCalls.allowModeAtMost(0700));
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            assertThrows(IOException.class, () -> SocketCalls.mark(channel, 7));
            assertThrows(IOException.class, () -> SocketCalls.takeIpv6Only(channel));
        }
        try (SocketChannel channel = SocketChannel.open()) {
            assertNull(SocketIo.descriptor(channel));
        }
    }

    /** By IPv4 also what is for all of IPv6: nobody could keep that socket from it. */
    private static SocketAddress reachable(SocketAddress address) {
        return address instanceof InetSocketAddress tcp
                ? new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), tcp.getPort())
                : address;
    }

    /** Half a line is kept in a block of the loop's pool. */
    private static void echo(TestServer server, SocketAddress address) throws Exception {
        try (Client client = new Client(address)) {
            client.send("half ");
            while (server.borrowedBlocks() == 0) {
                Thread.sleep(1);
            }
            client.send("a line\n");
            client.expect("half a line\n");
        }
    }

    private static boolean hasIpV6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (IOException missing) {
            return false;
        }
    }
}
