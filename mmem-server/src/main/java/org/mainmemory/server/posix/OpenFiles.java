package org.mainmemory.server.posix;

import java.io.IOException;
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
        return ResourceLimit.openFiles().raiseTo(wanted);
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
}
