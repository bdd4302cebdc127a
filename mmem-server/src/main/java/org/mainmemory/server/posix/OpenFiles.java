package org.mainmemory.server.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How many files and sockets the process may have open at once: RLIMIT_NOFILE. */
public final class OpenFiles {

    private static final String PROC_LIMITS = "/proc/self/limits";
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
        // Files would do as well, but it has the JVM load much that a start needs nowhere else.
        try (FileInputStream file = new FileInputStream(PROC_LIMITS)) {
            String text = new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
            int line = text.indexOf(PROC_LINE);
            if (line >= 0) {
                String limits = text.substring(line + PROC_LINE.length()).stripLeading();
                String soft = limits.substring(0, limits.indexOf(' '));
                return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
            }
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // Not Linux, or nothing we may read: the C library will tell.
        }
        return -1;
    }
}
