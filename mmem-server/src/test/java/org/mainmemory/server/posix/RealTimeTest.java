package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
class RealTimeTest {

    private static final String NAME = "real-time-test";
    private static final int FIFO = 1;

    private static final int ROUND_ROBIN = 2;
    private static final int RESET_ON_FORK = 0x40000000;

    /** The field behind the name in proc_pid_stat(5). */
    private static final int POLICY = 41 - 3;

    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name(NAME).factory());

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void beginsAndEnds() throws Exception {
        RealTime realTime = permitted();
        assertEquals(SchedulerAttributes.OTHER, policy(NAME));
        assertFalse(realTime.hasBegun());
        realTime.begin();
        realTime.begin();
        assertEquals(ROUND_ROBIN, policy(NAME));
        assertTrue(realTime.hasBegun());
        realTime.end();
        realTime.end();
        assertEquals(SchedulerAttributes.OTHER, policy(NAME));
        assertFalse(realTime.hasBegun());
    }

    @Test
    void keepsTheFlagThatOneWithoutRightsMayNotTakeAway() throws Exception {
        RealTime realTime = permitted();
        realTime.begin();
        realTime.end();
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(SchedulerAttributes.RESET_ON_FORK, attributes(arena).flags());
        }
    }

    @Test
    void keepsNiceAndSlice() throws Exception {
        RealTime realTime = permitted();
        try (Arena arena = Arena.ofConfined()) {
            attributes(arena).slice(300_000).set();
            try {
                attributes(arena).nice(-3).set();
            } catch (PosixException refused) {
                assertEquals(PosixException.EPERM, refused.errno(), refused.getMessage());
                assumeTrue(false, "no right to go before others");
            }
            long slice = attributes(arena).slice();
            realTime.begin();
            assertEquals(0, attributes(arena).nice());
            realTime.end();
            assertEquals(-3, attributes(arena).nice());
            assertEquals(slice, attributes(arena).slice());
        }
    }

    @Test
    void leavesAThreadBehindThatSomebodyHasPutBehind() throws Exception {
        RealTime realTime = permitted();
        try (Arena arena = Arena.ofConfined()) {
            attributes(arena).nice(1).set();
        }
        realTime.begin();
        assertEquals(SchedulerAttributes.OTHER, policy(NAME));
        assertFalse(realTime.hasBegun());
    }

    @Test
    void leavesThePolicyThatSomebodyHasChosen() throws Exception {
        RealTime realTime = permitted();
        try (Arena arena = Arena.ofConfined()) {
            choose(FIFO, 1, arena);
            realTime.begin();
            assertEquals(FIFO, policy(NAME));
            assertFalse(realTime.hasBegun());
            choose(SchedulerAttributes.OTHER, 0, arena);
            realTime.begin();
            assertEquals(ROUND_ROBIN, policy(NAME));
            choose(FIFO, 1, arena);
            realTime.end();
            assertEquals(FIFO, policy(NAME));
        }
    }

    @Test
    void threadsThatItStartsAreOfTheUsualPolicy() throws Exception {
        RealTime realTime = permitted();
        realTime.begin();
        Thread child = executor.submit(() -> Thread.ofPlatform().name("real-time-child").start(() -> {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException end) {
                return;
            }
        })).get();
        try {
            while (Tasks.named("real-time-child"::equals).isEmpty()) {
                Thread.sleep(1);
            }
            assertEquals(SchedulerAttributes.OTHER, policy("real-time-child"));
        } finally {
            child.interrupt();
            child.join();
        }
    }

    @Test
    void theThreadMayHaveEnded() throws Exception {
        RealTime realTime = permitted();
        realTime.begin();
        executor.shutdown();
        while (!Tasks.named(NAME::equals).isEmpty()) {
            Thread.sleep(1);
        }
        realTime.end();
        assertThrows(PosixException.class, realTime::begin);
        assertThrows(IOException.class, () -> RealTime.of(NAME));
    }

    @Test
    void knowsWhetherOthersHaveTime() {
        assertTrue(RealTime.keepsTimeForOthers(950_000, 1_000_000));
        for (long runtime : new long[] {-1, 0, 500_000, 949_999, 1_000_000}) {
            assertFalse(RealTime.keepsTimeForOthers(runtime, 1_000_000), () -> "runtime " + runtime);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsTheSettingsOfTheKernel() throws Exception {
        assumeTrue(SystemCalls.areKnownHere(), "policies are not to be chosen here");
        Process cat = new ProcessBuilder("sh", "-c",
                "cat /proc/sys/kernel/sched_rt_runtime_us /proc/sys/kernel/sched_rt_period_us").start();
        List<String> told = cat.inputReader().lines().toList();
        boolean bounded = RealTime.keepsTimeForOthers(Long.parseLong(told.get(0)), Long.parseLong(told.get(1)))
                && RealTime.killsNobody(Files.readAllLines(Path.of("/proc/self/limits")));
        assertEquals(bounded, RealTime.isBounded());
    }

    @Test
    void knowsWhetherTheSystemKillsThoseThatDoNotSleep() {
        String other = "Max realtime priority     0                    0                    ";
        String none = "Max realtime timeout      unlimited            unlimited            us        ";
        String some = "Max realtime timeout      200000               unlimited            us        ";
        assertTrue(RealTime.killsNobody(List.of(other, none)));
        assertFalse(RealTime.killsNobody(List.of(other, some)));
        assertFalse(RealTime.killsNobody(List.of(other)));
    }

    /** For the executor's thread, if this user may. */
    private RealTime permitted() throws Exception {
        RealTimeRight.assume();
        executor.submit(() -> { }).get();
        return RealTime.of(NAME);
    }

    private static void choose(int policy, int priority, Arena arena) throws IOException {
        Libc.callWide("syscall", SystemCalls.ofThisMachine().schedSetscheduler(), Tasks.theOne(NAME),
                policy | RESET_ON_FORK, arena.allocateFrom(JAVA_INT, priority).address());
    }

    private static SchedulerAttributes attributes(Arena arena) throws IOException {
        return SchedulerAttributes.of(Tasks.theOne(NAME), arena);
    }

    private static long policy(String name) throws IOException {
        byte[] line = Files.readAllBytes(Tasks.file(Tasks.theOne(name), "stat"));
        return ThreadStat.number(line, line.length, POLICY);
    }
}
