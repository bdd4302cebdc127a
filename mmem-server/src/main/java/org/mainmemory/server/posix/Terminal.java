package org.mainmemory.server.posix;

import java.lang.foreign.Arena;

/** Takes the process away from the terminal that it was started at. */
public final class Terminal {

    private static final int READ_WRITE = 2;
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private Terminal() {
    }

    /**
     * Gives the process a session of its own, in which no terminal sends it signals.
     *
     * @throws PosixException if it leads a group of processes already
     */
    public static void leave() throws PosixException {
        Libc.call("setsid", 0, 0);
    }

    /**
     * Makes the root directory the one that relative paths begin at, so that no file system is kept busy.
     *
     * @throws PosixException if it may not be entered
     */
    public static void changeToRoot() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            Libc.call("chdir", arena.allocateFrom("/").address(), 0);
        }
    }

    /**
     * Lets standard input and output, and standard error if it is to be {@code quiet}, be {@code /dev/null} from now
     * on.
     *
     * @throws PosixException if there is no such file
     */
    public static void close(boolean quiet) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            int nothing = Libc.call("open", arena.allocateFrom("/dev/null").address(), READ_WRITE);
            Libc.call("dup2", nothing, STDIN);
            Libc.call("dup2", nothing, STDOUT);
            if (quiet) {
                Libc.call("dup2", nothing, STDERR);
            }
            if (nothing > STDERR) {
                Libc.call("close", nothing, 0);
            }
        }
    }
}
