package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mainmemory.server.ServerProcess.exchange;
import static org.mainmemory.server.ServerProcess.expect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program among others on its machine: in the background, locked, sandboxed, marked. */
@Timeout(120) // A reply that does not come is waited for without end.
class ConfinesIT {

    private static final String SET_AND_GET = "set k 5 0 3\r\nabc\r\nget k\r\n";
    private static final String STORED_AND_VALUE = "STORED\r\nVALUE k 5 3\r\nabc\r\nEND\r\n";
    private static final int SIGSYS = 31;

    @TempDir
    private Path directory;

    @Test
    void servesInTheBackground() throws Exception {
        Path pidFile = directory.resolve("pid");
        try (ServerProcess started = ServerProcess.startOnLoopback(directory, "-d", "-P", pidFile.toString())) {
            assertEquals(0, started.exitCode(), started.stderr());
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
            try (SocketChannel client = started.connect()) {
                exchange(client, SET_AND_GET, STORED_AND_VALUE);
                exchange(client, "stats\r\n", "STAT pid " + pid + "\r\n");
                assertLeftItsTerminal(pid);
            } finally {
                server.destroy();
                server.onExit().get(60, TimeUnit.SECONDS);
            }
            assertFalse(Files.exists(pidFile));
            assertEquals("", started.stdout() + started.stderr());
        }
    }

    private static void assertLeftItsTerminal(long pid) throws IOException {
        if (!Files.isDirectory(Path.of("/proc/self/fd"))) {
            return;
        }
        Path process = Path.of("/proc/" + pid);
        assertEquals(Path.of("/"), Files.readSymbolicLink(process.resolve("cwd")));
        for (String file : List.of("0", "1", "2")) {
            assertEquals(Path.of("/dev/null"), Files.readSymbolicLink(process.resolve("fd").resolve(file)));
        }
        String[] fields = Files.readString(process.resolve("stat")).replaceFirst(".*\\) ", "").split(" ");
        assertEquals(Long.toString(pid), fields[3], "its session");
    }

    @Test
    void failsInTheForeground() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerProcess started = ServerProcess.start(
                        directory, "-d", "-l", "127.0.0.1", "-p", Integer.toString(taken.getLocalPort()))) {
            assertEquals(71, started.exitCode());
            assertEquals("failed to listen on one of interface(s) 127.0.0.1: Address already in use\n",
                    started.stderr());
        }
    }

    @Test
    void leavesThePidFileWithoutDaemon() throws Exception {
        Path pidFile = directory.resolve("pid");
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-P", pidFile.toString());
                SocketChannel client = server.connect()) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            awaitText(pidFile, server.pid() + "\n");
            server.signal("TERM");
            assertEquals(0, server.exitCode());
            assertTrue(Files.exists(pidFile));
        }
    }

    /** As a shell does that starts something in the background. */
    @Test
    void stopsOnASignalThatItWasToIgnore() throws Exception {
        for (String signal : List.of("INT", "TERM")) {
            try (ServerProcess server = ServerProcess.startIgnoring(signal, directory)) {
                server.connect().close();
                server.signal(signal);
                assertEquals(0, server.exitCode());
            }
        }
    }

    @Test
    void allowsCoreFiles() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/limits")), "limits are listed on Linux only");
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-r");
                SocketChannel client = server.connect()) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            String limits = Files.readString(Path.of("/proc/" + server.pid() + "/limits"));
            assertFalse(limits.matches("(?s).*Max core file size +0 .*"), limits);
        }
    }

    @Test
    void locksItsMemoryOrSaysThatItCannot() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "locked memory is told on Linux only");
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-k", "-L");
                SocketChannel client = server.connect()) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            String status = Files.readString(Path.of("/proc/" + server.pid() + "/status"));
            boolean locked = !status.matches("(?s).*VmLck:\\s+0 kB.*");
            boolean warned = server.stderr().contains("warning: -k invalid, mlockall() failed: ");
            assertTrue(locked != warned, status + server.stderr());
        } catch (AssertionError e) {
            assumeTrue(!e.getMessage().contains("Cannot enable large pages"), "this system has none");
            throw e;
        }
    }

    @Test
    void servesWithoutPrivileges() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "seccomp is Linux's");
        try (ServerProcess server = ServerProcess.startOnLoopback(
                        directory, "-t", "2", "-A", "-o", "drop_privileges,debug_verbs");
                SocketChannel client = server.connect();
                SocketChannel other = server.connect()) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            exchange(other, "watch mutations\r\n", "OK\r\n");
            exchange(client, "stats settings\r\nmn\r\n", "STAT maxbytes 67108864\r\n");
            awaitText(Path.of("/proc/" + server.pid() + "/status"), "Seccomp:\t2\n");
            server.signal("USR1");
            assertEquals(0, server.exitCode());
            assertEquals("Gracefully stopping\n", server.stderr());
        }
    }

    @Test
    void doesNotSurviveMisbehaviour() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "seccomp is Linux's");
        try (ServerProcess server = ServerProcess.startOnLoopback(
                        directory, "-o", "drop_privileges,debug_verbs");
                SocketChannel client = server.connect()) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            awaitText(Path.of("/proc/" + server.pid() + "/status"), "Seccomp:\t2\n");
            exchange(client, "misbehave\r\n", "");
            assertEquals(128 + SIGSYS, server.exitCode());
        }
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-o", "debug_verbs");
                SocketChannel client = server.connect()) {
            exchange(client, "misbehave\r\n", "ERROR\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "[::]", "[::]:-1"})
    void allOfIpv6IsNotIpv4(String address) throws Exception {
        assumeTrue(hasIpv6(), "there is no IPv6");
        try (ServerProcess server = ServerProcess.start(directory, "-p", "-1", "-l", address);
                SocketChannel client = server.connect(
                        () -> new InetSocketAddress(InetAddress.ofLiteral("::1"), server.port()))) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            InetSocketAddress ipv4 = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());
            assertThrows(IOException.class, () -> SocketChannel.open(ipv4).close());
            assertEquals("", server.stderr());
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocket own = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return own.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void marksPacketsIfItMay() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "SO_MARK is Linux's");
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-o", "sock_cookie_id=7");
                SocketChannel client = server.connect()) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            if (ServerProcess.isRoot()) {
                assertEquals("", server.stderr());
            } else {
                assertTrue(server.stderr().contains("marks no packets"), server.stderr());
            }
        }
    }

    @Test
    void eachPortSpeaksItsProtocol() throws Exception {
        int binary = freePort();
        try (ServerProcess server = ServerProcess.startOnLoopback(
                        directory, "-l", "proto[binary]:tag[b]:127.0.0.1:" + binary);
                SocketChannel text = server.connect();
                SocketChannel other = server.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), binary))) {
            exchange(text, SET_AND_GET, STORED_AND_VALUE);
            // No packet begins with 'g', so a port for packets alone hangs up.
            exchange(other, "get k\r\n                   ", "");
            expect(other, "");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void awaitText(Path file, String text) throws Exception {
        long start = System.nanoTime();
        while (!Files.exists(file) || !Files.readString(file).contains(text)) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60), "no " + text + " in " + file);
            Thread.sleep(10);
        }
    }
}
