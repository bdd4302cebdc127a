package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Has a thread run in real time, and ends that: SCHED_RR with the lowest priority, see sched(7). While real time is not
 * used up, such a thread runs before any of the usual policy. Needs a right: CAP_SYS_NICE, which root has, or an
 * RLIMIT_RTPRIO of 1 or more. Linux. One thread at a time may call.
 */
public final class RealTime {

    private static final int USUAL = SchedulerAttributes.OTHER;
    private static final int ROUND_ROBIN = 2;
    private static final int LOWEST_PRIORITY = 1;

    /**
     * What the thread starts is under the usual policy. Once set it stays: only CAP_SYS_NICE may take it away.
     */
    private static final int RESET_ON_FORK = 0x40000000;

    private static final int LONGEST_SETTING = 64;

    /** What Linux grants if nobody has told it otherwise. */
    private static final int MOST_PERCENT = 95;

    private final int thread;
    private boolean begun;

    private RealTime(int thread) {
        this.thread = thread;
    }

    /**
     * For the thread of this process with that name. It goes on as it is for now.
     *
     * @throws IOException if there is none, or more than one
     * @throws UnsupportedOperationException if the system does not list threads
     */
    public static RealTime of(String name) throws IOException {
        return new RealTime(Tasks.theOne(name));
    }

    /**
     * Whether this is a system that keeps some time for others when a thread in real time never sleeps, and does not
     * kill the process for it.
     *
     * @throws IOException if it does not tell
     */
    public static boolean isBounded() throws IOException {
        return SystemCalls.areKnownHere()
                && keepsTimeForOthers(setting("sched_rt_runtime_us"), setting("sched_rt_period_us"))
                && killsNobody(Files.readAllLines(Path.of("/proc/self/limits")));
    }

    /** One of the kernel's, which tells it in one read or, if the first one is for less, not at all. */
    private static long setting(String name) throws IOException {
        try (InputStream file = Files.newInputStream(Path.of("/proc/sys/kernel", name))) {
            byte[] text = new byte[LONGEST_SETTING];
            int length = file.read(text);
            return Long.parseLong(new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII).strip());
        }
    }

    /**
     * By the microseconds of each period that real time may have, -1 being all. Only if that is most of it: whose time
     * is used up stands still until the next period.
     */
    static boolean keepsTimeForOthers(long runtimeMicros, long periodMicros) {
        return runtimeMicros < periodMicros && runtimeMicros * 100 >= periodMicros * MOST_PERCENT;
    }

    /** By RLIMIT_RTTIME, the soft one. */
    static boolean killsNobody(List<String> limits) {
        return limits.stream().anyMatch(limit -> limit.matches("Max realtime timeout +unlimited .*"));
    }

    /** Whether {@link #begin} has put it into real time, and {@link #end} not back. */
    public boolean hasBegun() {
        return begun;
    }

    /**
     * From now on it runs in real time, if it does not already. Does nothing if somebody has chosen another policy than
     * the usual one for it, or has put it behind others (nice).
     *
     * @throws PosixException with {@link PosixException#EPERM} if the process has no right to it, with another number
     *     if the thread has ended
     */
    public void begin() throws PosixException {
        if (begun) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            SchedulerAttributes attributes = SchedulerAttributes.of(thread, arena);
            if (attributes.policy() == USUAL && attributes.nice() <= 0) {
                run(ROUND_ROBIN, LOWEST_PRIORITY, arena);
                begun = true;
            }
        }
    }

    /**
     * From now on it runs under the usual policy, if {@link #begin} has put it into real time, with the nice value and
     * the slice that it has. Does nothing if somebody has chosen another policy meanwhile, or the thread has ended.
     *
     * @throws PosixException if the system refuses
     */
    public void end() throws PosixException {
        if (!begun) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            if (Tasks.isThere(thread) && SchedulerAttributes.of(thread, arena).policy() == ROUND_ROBIN) {
                run(USUAL, 0, arena);
            }
        }
        begun = false;
    }

    /** By sched_setscheduler(2), which leaves nice and slice alone. */
    private void run(int policy, int priority, Arena arena) throws PosixException {
        Libc.callWide("syscall", SystemCalls.ofThisMachine().schedSetscheduler(), thread, policy | RESET_ON_FORK,
                arena.allocateFrom(JAVA_INT, priority).address());
    }
}
