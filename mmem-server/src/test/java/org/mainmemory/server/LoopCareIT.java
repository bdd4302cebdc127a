package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.session.Version;
import org.mainmemory.server.posix.Affinity;
import org.mainmemory.server.posix.RealTimeRight;
import org.mainmemory.server.posix.SchedulerSlice;

/** What the system says of the threads of a server that gets busy. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class LoopCareIT {

    /** In a second, what a loop with a metronome sleeps at least. */
    private static final int ASKED = 4_000;
    private static final int ASKED_AT_ONCE = 25;
    private static final String SHORTEST = "100000";
    private static final String USUAL = "0";
    private static final String ROUND_ROBIN = "2";
    private static final String REPLY = "VERSION " + Version.TEXT + "\r\n";

    @Test
    void aBusyLoopIsHelped(@TempDir Path directory) throws Exception {
        int loops = Math.min(2, Runtime.getRuntime().availableProcessors());
        isHelped(directory, loops, "-t", Integer.toString(loops));
    }

    @Test
    void theSandboxForbidsNoHelp(@TempDir Path directory) throws Exception {
        isHelped(directory, 1, "-t", "1", "-o", "drop_privileges");
    }

    @Test
    void noLoopRunsInRealTimeWhereLoopsShareProcessors(@TempDir Path directory) throws Exception {
        RealTimeRight.assume();
        int loops = Runtime.getRuntime().availableProcessors() + 1;
        runsUnderTheUsualPolicy(directory, "-t", Integer.toString(loops));
    }

    @Test
    void noLoopRunsInRealTimeIfTheUserDoesNotWantIt(@TempDir Path directory) throws Exception {
        RealTimeRight.assume();
        runsUnderTheUsualPolicy(directory, "-t", "1", "-o", "no_realtime");
    }

    @Test
    void aServerThatHasNoRightToRealTimeGoesOn(@TempDir Path directory) throws Exception {
        assumeTrue(ServerProcess.isRoot(), "only root can give its rights up");
        assumeTrue(lines(Path.of("/proc/self/limits")).stream().anyMatch(limit -> limit.matches(
                "Max realtime priority +0 .*")), "nobody has the right too");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        runsUnderTheUsualPolicy(directory, "-t", "1", "-u", "nobody");
    }

    /** All loops get short slices; the one that is busy a metronome and, if it may, real time, until it has rest. */
    private static void isHelped(Path directory, int loops, String... options) throws Exception {
        assumeTrue(Affinity.canBeChosen(), "processors are not to be chosen here");
        boolean realTime = RealTimeRight.isThere();
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, options);
                SocketChannel client = server.connect()) {
            ask(client, 1);
            assertEquals(0, beats(server));
            assertFalse(slices(server).contains(SHORTEST));
            boolean slices = SchedulerSlice.canBeShortened() && slices(server).size() == loops;
            while (beats(server) < 100
                    || (slices && !slices(server).stream().allMatch(SHORTEST::equals))
                    || (realTime && !policies(server).contains(ROUND_ROBIN))) {
                askWithPauses(client);
            }
            List<String> processors = told(server, "mmem-beat-", "status", "Cpus_allowed_list");
            assertEquals(1, processors.size(), processors.toString());
            assertTrue(processors.getFirst().matches("[0-9]+"), processors.getFirst());
            assertEquals(realTime ? 1 : 0, Collections.frequency(policies(server), ROUND_ROBIN));
            long before;
            do {
                before = beats(server);
                Thread.sleep(100);
            } while (beats(server) != before || policies(server).contains(ROUND_ROBIN));
            assertTrue(before >= 100, "the metronome is not there any more");
            ask(client, 1);
        }
    }

    private static void runsUnderTheUsualPolicy(Path directory, String... options) throws Exception {
        assumeTrue(Affinity.canBeChosen(), "processors are not to be chosen here");
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, options);
                SocketChannel client = server.connect()) {
            while (beats(server) < 1_000) {
                askWithPauses(client);
                assertEquals(Set.of(USUAL), Set.copyOf(policies(server)));
            }
        }
    }

    /** Some thousands of times, often enough for metronomes, and so that the loop has time. */
    private static void askWithPauses(SocketChannel client) throws Exception {
        long startNanos = System.nanoTime();
        for (int i = 0; i < ASKED / ASKED_AT_ONCE; i++) {
            ask(client, ASKED_AT_ONCE);
            Thread.sleep(1);
        }
        assumeTrue(System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(1), "it is too slow here");
    }

    private static void ask(SocketChannel client, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            ServerProcess.exchange(client, "version\r\n", REPLY);
        }
    }

    private static List<String> slices(ServerProcess server) throws IOException {
        return told(server, "mmem-loop-", "sched", "se.slice");
    }

    /** Of the loops: a field of proc_pid_stat(5). */
    private static List<String> policies(ServerProcess server) throws IOException {
        return linesOf(server, "mmem-loop-", "stat")
                .map(line -> line.substring(line.indexOf(')') + 2).split(" ")[41 - 3]).toList();
    }

    /** How often the metronomes have slept. */
    private static long beats(ServerProcess server) throws IOException {
        return told(server, "mmem-beat-", "status", "voluntary_ctxt_switches").stream()
                .mapToLong(Long::parseLong).sum();
    }

    /** What the system tells under a label in a file of each thread of that name; empty if it does not tell it. */
    private static List<String> told(ServerProcess server, String name, String file, String label) throws IOException {
        return linesOf(server, name, file)
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .toList();
    }

    private static Stream<String> linesOf(ServerProcess server, String name, String file) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(server.pid()), "task"))) {
            return threads.filter(thread -> lines(thread.resolve("comm")).getFirst().startsWith(name))
                    .flatMap(thread -> lines(thread.resolve(file)).stream())
                    .toList().stream();
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
