package org.mainmemory.server.posix;

import java.lang.foreign.Arena;

/**
 * How long a thread runs before the system looks who else should: the slice of Linux's scheduler, which a thread may
 * choose since Linux 6.12 (sched_setattr(2), sched_runtime). One with a short slice gets no more of the processor than
 * others; but when it wakes up, it need not wait until the thread that runs, with a longer one, is through with that.
 */
public final class SchedulerSlice {

    /** The shortest there is. */
    private static final long SHORTEST_NANOS = 100_000;

    private SchedulerSlice() {
    }

    /** Whether this is a system on which {@link #shorten} has an effect. */
    public static boolean canBeShortened() {
        return SystemCalls.areKnownHere() && isSince612(System.getProperty("os.version", ""));
    }

    /** Whether {@code version}, such as 6.12.1-generic, is one of Linux 6.12 or later. */
    static boolean isSince612(String version) {
        String[] numbers = version.split("[^0-9]+", 3);
        try {
            int major = Integer.parseInt(numbers[0]);
            return major > 6 || (major == 6 && Integer.parseInt(numbers[1]) >= 12);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException unknown) {
            return false;
        }
    }

    /**
     * Gives the threads whose names begin with {@code name} the shortest slice there is. Those that somebody has put
     * under another policy than the usual one, such as SCHED_FIFO, are left as they are.
     *
     * @return how many have it now
     * @throws PosixException if the system refuses
     * @throws UnsupportedOperationException if it does not list threads, or its calls are not known here
     */
    public static int shorten(String name) throws PosixException {
        int changed = 0;
        for (int thread : Tasks.named(found -> found.startsWith(name))) {
            changed += shorten(thread) ? 1 : 0;
        }
        return changed;
    }

    private static boolean shorten(int thread) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            SchedulerAttributes attributes = SchedulerAttributes.of(thread, arena);
            if (attributes.policy() != SchedulerAttributes.OTHER) {
                return false;
            }
            attributes.slice(SHORTEST_NANOS).set();
            return true;
        }
    }
}
