package org.mainmemory.server.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Has a thread run in real time, and ends that: SCHED_RR with the lowest priority, see sched(7). When such a thread
 * wakes up it runs at once, whatever thread of the usual policy has the processor. Needs a right: CAP_SYS_NICE, which
 * root has, or an RLIMIT_RTPRIO of 1 or more. Linux. One thread at a time may call.
 */
public final class RealTime {

    private static final int LOWEST_PRIORITY = 1;

    private final int thread;
    private int niceBefore;
    private long sliceBefore;
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
                && keepsTimeForOthers(Files.readString(Path.of("/proc/sys/kernel/sched_rt_runtime_us")))
                && killsNobody(Files.readAllLines(Path.of("/proc/self/limits")));
    }

    /** By the microseconds of a second that real time may have; -1 are all. */
    static boolean keepsTimeForOthers(String runtime) {
        return !runtime.startsWith("-");
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
     * the usual one for it.
     *
     * @throws PosixException with {@link PosixException#EPERM} if the process has no right to it
     */
    public void begin() throws PosixException {
        if (begun) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            SchedulerAttributes attributes = SchedulerAttributes.of(thread, arena);
            if (attributes.policy() == SchedulerAttributes.OTHER) {
                niceBefore = attributes.nice();
                sliceBefore = attributes.slice();
                attributes.policy(SchedulerAttributes.ROUND_ROBIN, LOWEST_PRIORITY)
                        .withFlag(SchedulerAttributes.RESET_ON_FORK).set();
                begun = true;
            }
        }
    }

    /**
     * From now on it runs as it did before. Does nothing if it does already, or somebody has chosen meanwhile.
     *
     * @throws PosixException if the system refuses, or the thread has ended
     */
    public void end() throws PosixException {
        if (!begun) {
            return;
        }
        begun = false;
        try (Arena arena = Arena.ofConfined()) {
            SchedulerAttributes attributes = SchedulerAttributes.of(thread, arena);
            if (attributes.policy() == SchedulerAttributes.ROUND_ROBIN) {
                attributes.policy(SchedulerAttributes.OTHER, 0).nice(niceBefore).slice(sliceBefore).set();
            }
        }
    }
}
