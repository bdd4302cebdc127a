package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.session.Version;
import org.mainmemory.server.posix.Affinity;
import org.mainmemory.server.posix.SchedulerSlice;

/** What the system says of the threads of a server that gets busy. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class LoopCareIT {

    private static final String SHORTEST = "100000";
    private static final String REPLY = "VERSION " + Version.TEXT + "\r\n";

    @Test
    void shortAreTheSlicesOfABusyServer(@TempDir Path directory) throws Exception {
        slicesBecomeShort(directory, 2);
    }

    @Test
    void theSandboxForbidsNoSlices(@TempDir Path directory) throws Exception {
        slicesBecomeShort(directory, 1, "-o", "drop_privileges");
    }

    @Test
    void aMetronomeBeatsBesideABusyLoopAlone(@TempDir Path directory) throws Exception {
        metronomeBeats(directory, "-t", "2");
    }

    @Test
    void theSandboxForbidsNoMetronome(@TempDir Path directory) throws Exception {
        metronomeBeats(directory, "-t", "1", "-o", "drop_privileges");
    }

    private static void slicesBecomeShort(Path directory, int loops, String... options) throws Exception {
        assumeTrue(SchedulerSlice.canBeShortened(), "slices are not to be chosen here");
        List<String> all = new ArrayList<>(List.of("-t", Integer.toString(loops)));
        all.addAll(List.of(options));
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, all.toArray(String[]::new));
                SocketChannel client = server.connect()) {
            ask(client, 1);
            List<String> seen = told(server, "mmem-loop-", "sched", "se.slice");
            assumeTrue(seen.size() == loops, "slices are not to be seen here");
            assertFalse(seen.contains(SHORTEST), seen.toString());
            while (!seen.stream().allMatch(SHORTEST::equals)) {
                ask(client, 1_000);
                seen = told(server, "mmem-loop-", "sched", "se.slice");
            }
            assertEquals(loops, seen.size());
            ask(client, 1);
        }
    }

    private static void metronomeBeats(Path directory, String... options) throws Exception {
        assumeTrue(Affinity.canBeChosen(), "processors are not to be chosen here");
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, options);
                SocketChannel client = server.connect()) {
            ask(client, 1);
            assertEquals(0, beats(server));
            while (beats(server) < 100) {
                long startNanos = System.nanoTime();
                ask(client, 10_000);
                assumeTrue(System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(2), "it is too slow here");
            }
            List<String> processors = told(server, "mmem-beat-", "status", "Cpus_allowed_list");
            assertEquals(1, processors.size(), processors.toString());
            assertTrue(processors.getFirst().matches("[0-9]+"), processors.getFirst());
            long before;
            do {
                before = beats(server);
                Thread.sleep(100);
            } while (beats(server) != before);
            assertTrue(before >= 100, "the metronome is not there any more");
            ask(client, 1);
        }
    }

    private static void ask(SocketChannel client, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            ServerProcess.exchange(client, "version\r\n", REPLY);
        }
    }

    /** How often the metronomes have slept. */
    private static long beats(ServerProcess server) throws IOException {
        return told(server, "mmem-beat-", "status", "voluntary_ctxt_switches").stream()
                .mapToLong(Long::parseLong).sum();
    }

    /** What the system tells under a label in a file of each thread of that name; empty if it does not tell it. */
    private static List<String> told(ServerProcess server, String name, String file, String label) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(server.pid()), "task"))) {
            return threads.filter(thread -> lines(thread.resolve("comm")).getFirst().startsWith(name))
                    .flatMap(thread -> lines(thread.resolve(file)).stream())
                    .filter(line -> line.startsWith(label))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .toList();
        }
    }

    /** One without anything if the thread has ended, or the system has no such file. */
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException gone) {
            return List.of("");
        }
    }
}
