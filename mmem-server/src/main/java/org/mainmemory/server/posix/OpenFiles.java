package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files and sockets the process may have open at once: RLIMIT_NOFILE. */
public final class OpenFiles {

    private static final Path PROC_LIMITS = Path.of("/proc/self/limits");
    private static final String PROC_LINE = "Max open files";

    private OpenFiles() {
    }

    /**
     * Raises the limit to {@code wanted} if it is lower: as far as the hard limit, and beyond it where the system
     * lets us (root). Never lowers it.
     *
     * @return the limit now in force: at least {@code wanted}, or all there is to be had
     * @throws PosixException if the limit cannot be read
     */
    public static long raiseTo(long wanted) throws PosixException {
        if (limitInProc() >= wanted) {
            return wanted;
        }
        return Limit.raiseTo(wanted);
    }

    /** The soft limit as Linux tells it in a file, which is quicker than asking the C library; -1 where it does not. */
    private static long limitInProc() {
        try {
            for (String line : Files.readAllLines(PROC_LIMITS)) {
                if (line.startsWith(PROC_LINE)) {
                    String limits = line.substring(PROC_LINE.length()).strip();
                    String soft = limits.substring(0, limits.indexOf(' '));
                    return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
                }
            }
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // Not Linux, or nothing we may read: the C library will tell.
        }
        return -1;
    }

    /** The way through the C library: a class of its own, so that it is loaded only if it is needed. */
    private static final class Limit {

        private static final int RLIMIT_NOFILE = Libc.MAC ? 8 : 7;

        static long raiseTo(long wanted) throws PosixException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment limits = arena.allocate(JAVA_LONG, 2);
                Libc.call("getrlimit", RLIMIT_NOFILE, limits.address());
                long soft = unlimitedAsMax(limits.getAtIndex(JAVA_LONG, 0));
                long hard = unlimitedAsMax(limits.getAtIndex(JAVA_LONG, 1));
                if (soft >= wanted || set(limits, wanted, Math.max(hard, wanted))) {
                    return wanted;
                }
                return hard > soft && set(limits, hard, hard) ? hard : soft;
            }
        }

        private static boolean set(MemorySegment limits, long soft, long hard) {
            limits.setAtIndex(JAVA_LONG, 0, soft);
            if (hard != Long.MAX_VALUE) {
                limits.setAtIndex(JAVA_LONG, 1, hard);
            }
            try {
                Libc.call("setrlimit", RLIMIT_NOFILE, limits.address());
                return true;
            } catch (PosixException e) {
                return false;
            }
        }

        /** C's "no limit" is the largest or the largest positive number, depending on the system. */
        private static long unlimitedAsMax(long limit) {
            return limit < 0 ? Long.MAX_VALUE : limit;
        }
    }
}
