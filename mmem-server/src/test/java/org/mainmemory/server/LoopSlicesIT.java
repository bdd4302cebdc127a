package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.session.Version;
import org.mainmemory.server.posix.SchedulerSlice;

/** What the scheduler says of the loops' slices in a server that gets busy. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class LoopSlicesIT {

    private static final String SHORTEST = "100000";
    private static final String REPLY = "VERSION " + Version.TEXT + "\r\n";

    @Test
    void shortAreThoseOfABusyServer(@TempDir Path directory) throws Exception {
        becomesShort(directory, 2);
    }

    @Test
    void theSandboxDoesNotForbidIt(@TempDir Path directory) throws Exception {
        becomesShort(directory, 1, "-o", "drop_privileges");
    }

    private static void becomesShort(Path directory, int loops, String... options) throws Exception {
        assumeTrue(SchedulerSlice.canBeShortened(), "slices are not to be chosen here");
        List<String> all = new ArrayList<>(List.of("-t", Integer.toString(loops)));
        all.addAll(List.of(options));
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, all.toArray(String[]::new));
                SocketChannel client = server.connect()) {
            ServerProcess.exchange(client, "version\r\n", REPLY);
            List<String> seen = slices(server);
            assumeTrue(seen.size() == loops, "slices are not to be seen here");
            assertFalse(seen.contains(SHORTEST), seen.toString());
            while (!seen.stream().allMatch(SHORTEST::equals)) {
                for (int i = 0; i < 1_000; i++) {
                    ServerProcess.exchange(client, "version\r\n", REPLY);
                }
                seen = slices(server);
            }
            assertEquals(loops, seen.size());
            ServerProcess.exchange(client, "version\r\n", REPLY);
        }
    }

    /** In nanoseconds, those of all loops; empty if the system says nothing of it. */
    private static List<String> slices(ServerProcess server) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(server.pid()), "task"))) {
            return threads.map(thread -> thread.resolve("sched")).filter(Files::exists)
                    .map(LoopSlicesIT::lines)
                    .filter(lines -> lines.getFirst().startsWith("mmem-loop-"))
                    .flatMap(List::stream).filter(line -> line.startsWith("se.slice"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .toList();
        }
    }

    /** One without anything if the thread has ended. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException ended) {
            return List.of("");
        }
    }
}
