package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mainmemory.server.ServerProcess.exchange;

import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program with -e, stopped and killed. */
@Timeout(240)
class RestartProcessIT {

    private static final int WRITERS = 3;
    private static final int ENOUGH_REQUESTS = 3_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"USR1", "TERM", "INT", "KILL"})
    void itemsOutliveTheProcess(String signal) throws Exception {
        Path file = directory.resolve("memory");
        try (ServerProcess server = start(file); SocketChannel client = server.connect()) {
            exchange(client, "set k 5 0 3\r\nabc\r\nset gone 0 0 1\r\nx\r\ndelete gone\r\n",
                    "STORED\r\nSTORED\r\nDELETED\r\n");
            server.signal(signal);
            server.exitCode();
            assertEquals(signal.equals("USR1") ? "Gracefully stopping\n" : "", server.stderr());
        }
        try (ServerProcess server = start(file, "-t", "1"); SocketChannel client = server.connect()) {
            exchange(client, "get k gone\r\n", "VALUE k 5 3\r\nabc\r\nEND\r\n");
            String end = signal.equals("KILL") ? ", after an unclean stop" : "";
            assertTrue(server.stderr().matches("\\[restart] " + file
                    + ": 1 items restored, 0 expired or flushed, 0 not whole" + end + " \\(\\d+\\.\\d s\\)\n"),
                    server.stderr());
        }
    }

    /** What a client was told is so after a kill in the middle of its work, with fewer loops or more. */
    @ParameterizedTest
    @CsvSource({"4, 1", "1, 4"})
    void whatWasAnsweredIsKept(int before, int after) throws Exception {
        Path file = directory.resolve("memory");
        long seed = Long.getLong("mmem.seed", new Random().nextLong());
        AtomicInteger requests = new AtomicInteger();
        List<RestartWriter> writers = new ArrayList<>();
        try (ServerProcess server = start(file, "-t", Integer.toString(before))) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(new RestartWriter("w" + i + "-", server.connect(), new Random(seed + i), requests));
                threads.add(new Thread(writers.getLast()));
            }
            threads.forEach(Thread::start);
            while (requests.get() < ENOUGH_REQUESTS && server.isAlive()) {
                Thread.sleep(1);
            }
            server.signal("KILL");
            for (Thread thread : threads) {
                thread.join();
            }
        }
        try (ServerProcess server = start(file, "-t", Integer.toString(after))) {
            for (RestartWriter writer : writers) {
                try (SocketChannel client = server.connect()) {
                    writer.check(client);
                }
            }
            assertTrue(server.stderr().contains("after an unclean stop"), server.stderr());
        } catch (AssertionError failure) {
            throw new AssertionError("mmem.seed=" + seed, failure);
        }
    }

    @Test
    void aFileIsHeldByOneProcess() throws Exception {
        Path file = directory.resolve("memory");
        try (ServerProcess server = start(file); SocketChannel client = server.connect()) {
            assertFails(71, "failed to open the memory file " + file + ": in use by another process", file);
            exchange(client, "get k\r\n", "END\r\n");
        }
    }

    @Test
    void tellsWhyAFileCannotBeHad() throws Exception {
        Path file = Path.of("/no/such/folder/memory");
        assertFails(71, "failed to open the memory file " + file + ": No such file or directory", file);
        assertFails(71, "failed to open the memory file " + directory + ": not a regular file", directory);
    }

    @Test
    void memcachedsMetadataGoes() throws Exception {
        Path file = directory.resolve("memory");
        Path metadata = Files.createFile(directory.resolve("memory.meta"));
        assertFails(1, "[restart] corrupt metadata file " + metadata
                + ": a memcached was stopped while it wrote it. Remove it to start", file);
        assertTrue(Files.exists(metadata));
        Files.writeString(file, "what memcached left");
        Files.writeString(metadata, "Tmain\n");
        try (ServerProcess server = start(file); SocketChannel client = server.connect()) {
            exchange(client, "get k\r\n", "END\r\n");
            assertFalse(Files.exists(metadata));
            assertEquals("[restart] removed " + metadata + ": mmem cannot take over memcached's items\n[restart] "
                    + file + " is not used: it is no memory file of mmem's, or a damaged one."
                    + " Starting with an empty cache\n", server.stderr());
        }
    }

    private ServerProcess start(Path file, String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of("-e", file.toString()));
        options.addAll(List.of(more));
        return ServerProcess.startOnLoopback(directory, options.toArray(String[]::new));
    }

    private void assertFails(int code, String text, Path file) throws Exception {
        try (ServerProcess server = start(file)) {
            assertEquals(code, server.exitCode(), server.stderr());
            assertEquals(text + "\n", server.stderr());
        }
    }
}
