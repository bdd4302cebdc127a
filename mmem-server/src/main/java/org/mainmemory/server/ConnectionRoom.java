package org.mainmemory.server;

import static org.mainmemory.server.options.StartFailure.OS_ERROR;

import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.options.StartFailure;
import org.mainmemory.server.posix.OpenFiles;
import org.mainmemory.server.posix.PosixException;

/** Makes room for -c's clients: each takes a file descriptor of the process. For the main thread. */
final class ConnectionRoom {

    /** What the JVM, its jar and the listeners have open, and some to spare. */
    private static final int OTHER_FILES = 32;

    /** What a loop's selector has open, and what tells how its thread runs. */
    private static final int FILES_PER_LOOP = 4;

    private ConnectionRoom() {
    }

    /**
     * Raises the process's limit of open files, if it must be.
     *
     * @param wanted how many clients may be connected at once
     * @param loops how many loops there will be
     * @param udpSockets how many UDP sockets
     * @return {@code wanted}, or less where the system's limit leaves less beside the server's own files
     * @throws StartFailure if the limit is below {@code wanted} and cannot be raised
     */
    static int reserve(int wanted, int loops, int udpSockets) throws StartFailure {
        long own = OTHER_FILES + (long) FILES_PER_LOOP * loops + udpSockets;
        long limit = limit(wanted + own);
        if (limit < wanted || limit <= own) {
            throw new StartFailure(OS_ERROR, "failed to set rlimit for open files."
                    + " Try starting as root or requesting smaller maxconns value.");
        }
        int room = (int) Math.min(wanted, limit - own);
        if (room < wanted && StderrLog.isVerbose()) {
            System.err.println("room for " + room + " connections instead of " + wanted + ": the process may open "
                    + limit + " files");
        }
        return room;
    }

    private static long limit(long files) throws StartFailure {
        try {
            return OpenFiles.raiseTo(files);
        } catch (UnsupportedOperationException e) {
            return files; // No POSIX system: no such limit.
        } catch (PosixException e) {
            throw new StartFailure(OS_ERROR, "failed to getrlimit number of files: " + e.getMessage());
        }
    }
}
