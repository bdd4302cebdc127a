package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mainmemory.server.ServerProcess.exchange;
import static org.mainmemory.server.ServerProcess.expect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program as its users see it: ports, signals, exit codes, what it prints. */
@Timeout(120) // A reply that does not come is waited for without end.
class ServerProcessIT {

    private static final String SET_AND_GET = "set k 5 0 3\r\nabc\r\nget k\r\n";
    private static final String STORED_AND_VALUE = "STORED\r\nVALUE k 5 3\r\nabc\r\nEND\r\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void servesAndStopsQuietly(String signal) throws Exception {
        try (ServerProcess server = ServerProcess.startOnLoopback(directory);
                SocketChannel client = server.connect()) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            long start = System.nanoTime();
            server.signal(signal);
            assertEquals(0, server.exitCode());
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            System.out.printf("SIG%s to exit: %d ms%n", signal, millis);
            expect(client, "");
            assertEquals("", server.stderr());
            assertEquals("", server.stdout());
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM,-v,Exiting normally", "INT,-vv,Exiting normally", "USR1,-M,Gracefully stopping"})
    void saysWhyItStops(String signal, String option, String text) throws Exception {
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, option)) {
            server.connect().close();
            server.signal(signal);
            assertEquals(0, server.exitCode());
            assertTrue(server.stderr().endsWith(text + "\n"), server.stderr());
        }
    }

    @Test
    void goesOnAfterHup() throws Exception {
        try (ServerProcess server = ServerProcess.startOnLoopback(directory);
                SocketChannel client = server.connect()) {
            server.signal("HUP");
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            assertTrue(server.isAlive());
        }
    }

    @Test
    void stopsOnAClientsOrder() throws Exception {
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "--enable-shutdown");
                SocketChannel client = server.connect()) {
            exchange(client, "shutdown\r\n", "");
            assertEquals(0, server.exitCode());
            assertEquals("", server.stderr());
        }
    }

    @Test
    void boundsConnections() throws Exception {
        List<SocketChannel> clients = new ArrayList<>();
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-c", "3")) {
            for (int i = 0; i < 3; i++) {
                SocketChannel client = server.connect();
                clients.add(client);
                exchange(client, SET_AND_GET, STORED_AND_VALUE);
            }
            try (SocketChannel refused = server.connect()) {
                expect(refused, "ERROR Too many open connections\r\n");
            }
            exchange(clients.getFirst(), "get k\r\n", "VALUE k 5 3\r\nabc\r\nEND\r\n");
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"'',rwx------", "-a0777,rwxrwxrwx", "-a 0660,rw-rw----", "--unix-mask=700,rwx------"})
    void listensOnAUnixSocket(String option, String mode) throws Exception {
        Path socket = directory.resolve("s");
        String[] words = ("-s " + socket + " " + option).strip().split(" ");
        try (ServerProcess server = ServerProcess.start(directory, words);
                SocketChannel client = server.connect(UnixDomainSocketAddress.of(socket))) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        }
    }

    @Test
    void replacesASocketThatNobodyServes() throws Exception {
        Path socket = directory.resolve("s");
        for (int i = 0; i < 2; i++) {
            try (ServerProcess server = ServerProcess.start(directory, "-s", socket.toString());
                    SocketChannel client = server.connect(UnixDomainSocketAddress.of(socket))) {
                exchange(client, SET_AND_GET, STORED_AND_VALUE);
                server.signal("KILL");
                assertEquals(128 + 9, server.exitCode());
                assertTrue(Files.exists(socket));
            }
        }
    }

    @Test
    void leavesFilesThatAreNoSockets() throws Exception {
        Path file = Files.writeString(directory.resolve("s"), "precious");
        assertFails(71, "failed to listen on UNIX socket: " + file + ": Address already in use", "-s", file.toString());
        assertEquals("precious", Files.readString(file));
        assertFails(71, "failed to listen on UNIX socket: /no/such/folder/s: No such file or directory",
                "-s", "/no/such/folder/s");
    }

    @Test
    void tellsThatAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertFails(71, "failed to listen on one of interface(s) 127.0.0.1: Address already in use",
                    "-l", "127.0.0.1", "-p", Integer.toString(port));
            assertFails(71, "failed to listen on TCP port " + port + ": Address already in use",
                    "-p" + port);
        }
    }

    @Test
    void tellsThatAnAddressIsNotThisMachines() throws Exception {
        assertFails(71, "failed to listen on one of interface(s) 192.0.2.1: Cannot assign requested address",
                "-l", "192.0.2.1", "-p", "-1");
        assertFails(71, "failed to listen on one of interface(s) no-such-host.invalid: no-such-host.invalid:"
                + " Name or service not known", "-l", "no-such-host.invalid");
    }

    @Test
    void listensOnAllAddressesNamed() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory, "-p", "-1", "-l", "127.0.0.1", "-l", "127.0.0.2");
                SocketChannel client = server.connect()) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
        }
        try (ServerProcess server = ServerProcess.start(directory, "-p", "-1")) {
            int port = server.port();
            try (SocketChannel client = server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    SocketChannel other = server.connect(new InetSocketAddress(InetAddress.getLocalHost(), port))) {
                exchange(client, SET_AND_GET, STORED_AND_VALUE);
                exchange(other, "get k\r\n", "VALUE k 5 3\r\nabc\r\nEND\r\n");
            }
        }
    }

    @Test
    void printsVersionAndHelp() throws Exception {
        assertPrints("memcached 1\\.6\\.45-mmem-\\S+\n", "-V");
        assertPrints("(?s)memcached 1\\.6\\.45-mmem-\\S+\n-p, --port=<num> .*", "-h");
        assertPrints("(?s)memcached 1\\.6\\.45-mmem-\\S+\n\nLicensed under .*", "-i");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1  | Number of threads must be greater than 0                   | -t 0
            64 | Cannot set item size limit higher than 1/2 of memory max.  | -m 1
            64 | ERROR: Invalid port number 65536.                          | -p 65536
            1  | Missing read_buf_mem_limit argument                        | -o read_buf_mem_limit
            """)
    void failsWithALine(int exitCode, String text, String words) throws Exception {
        assertFails(exitCode, text, words.split(" "));
    }

    @Test
    void printsSlabClassesWhenVeryVerbose() throws Exception {
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-vv");
                SocketChannel client = server.connect()) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            List<String> lines = server.stderr().lines().toList();
            assertTrue(lines.contains("slab class   1: chunk size        96 perslab   10922"), server.stderr());
            assertTrue(lines.contains("slab class  39: chunk size    524288 perslab       2"), server.stderr());
        }
    }

    /** Numbers far beyond the machine: the program serves, or says in a line why it does not. */
    @ParameterizedTest
    @ValueSource(strings = {
        "-m 100000", "-m 60000000", "-m 2147483647", "-c 1000000", "-c 2147483647", "-b 2147483647", "-b -1",
        "-t 256", "-R 2147483647",
        "-n 2147483647", "-f 1e300", "-f 1.0000001", "-m 2048 -I 1024m", "-m 100000 -c 1000000 -t 256 -n 1"
    })
    void survivesLargeNumbers(String words) throws Exception {
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, words.split(" "))) {
            boolean listens = true;
            try (SocketChannel client = server.connect()) {
                exchange(client, SET_AND_GET, STORED_AND_VALUE);
            } catch (AssertionError e) {
                listens = false;
                assertTrue(List.of(64, 71).contains(server.exitCode()), e.getMessage());
            }
            List<String> lines = server.stderr().lines().toList();
            assertTrue(lines.size() <= 1 && !server.stderr().contains("defect"), server.stderr());
            System.out.println(words + ": " + (listens ? "serves " : "refused ") + lines);
        }
    }

    @Test
    void givesRootUp() throws Exception {
        assumeTrue(ServerProcess.isRoot(), "only root can become somebody else");
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "threads are listed on Linux only");
        int port = freePortBelow1024();
        try (ServerProcess server = ServerProcess.start(
                        directory, "-l", "127.0.0.1", "-p", Integer.toString(port), "-u", "nobody", "-t", "3");
                SocketChannel client = server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            List<String> threads = threadIdentities(server.pid());
            assertTrue(threads.size() > 5, threads.toString());
            int uid = (int) Files.getAttribute(nobodysFile(), "unix:uid");
            for (String thread : threads) {
                assertTrue(thread.matches("Uid:(\\s%d){4} Gid:(\\s\\d+){4} Groups:\\s*".formatted(uid)), thread);
            }
        }
    }

    @Test
    void aUnixSocketBelongsToTheUser() throws Exception {
        assumeTrue(ServerProcess.isRoot(), "only root can become somebody else");
        Path room = Files.createTempDirectory("mmem");
        Path socket = room.resolve("s");
        Files.setOwner(room, room.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        try (ServerProcess server = ServerProcess.start(directory, "-s", socket.toString(), "-u", "nobody");
                SocketChannel client = server.connect(UnixDomainSocketAddress.of(socket))) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            assertEquals("nobody", Files.getOwner(socket).getName());
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(room);
        }
    }

    @Test
    void tellsThatAUserIsMissing() throws Exception {
        assumeTrue(ServerProcess.isRoot(), "-u counts for root only");
        assertFails(67, "can't find the user no-such-user to switch to", "-u", "no-such-user");
    }

    @Test
    void userCountsForRootOnly() throws Exception {
        assumeTrue(!ServerProcess.isRoot(), "this is root");
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-u", "no-such-user");
                SocketChannel client = server.connect()) {
            exchange(client, SET_AND_GET, STORED_AND_VALUE);
            assertEquals("", server.stderr());
        }
    }

    /** Root alone may listen there, so the port is opened before root is given up. */
    private static int freePortBelow1024() throws IOException {
        for (int port = 1023; port > 512; port--) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
        throw new IOException("no free port below 1024");
    }

    private Path nobodysFile() throws IOException {
        Path file = Files.createTempFile(directory, "nobody", "");
        Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        return file;
    }

    /** Uid, Gid and Groups of each thread. */
    private static List<String> threadIdentities(long pid) throws IOException {
        List<String> identities = new ArrayList<>();
        try (var tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks.toList()) {
                identities.add(String.join(" ", Files.readAllLines(task.resolve("status")).stream()
                        .filter(line -> line.matches("(Uid|Gid|Groups):.*"))
                        .toList()));
            }
        }
        return identities;
    }

    private void assertFails(int exitCode, String text, String... options) throws Exception {
        try (ServerProcess server = ServerProcess.start(directory, options)) {
            assertEquals(exitCode, server.exitCode(), server.stderr());
            assertEquals(text + "\n", server.stderr());
            assertEquals("", server.stdout());
        }
    }

    private void assertPrints(String pattern, String option) throws Exception {
        try (ServerProcess server = ServerProcess.start(directory, option)) {
            assertEquals(0, server.exitCode());
            assertTrue(server.stdout().matches(pattern), server.stdout());
            assertEquals("", server.stderr());
        }
    }
}
