package org.mainmemory.server.options;

/**
 * The server cannot start: what to tell the user on stderr, and the exit code of the process.
 *
 * <p>The codes are memcached's: 1 for a bad value, the others as {@code sysexits.h} names them.
 */
public final class StartFailure extends Exception {

    /** A value out of its range. */
    public static final int FAILURE = 1;

    /** The command line makes no sense. */
    public static final int USAGE = 64;

    /** No such user. */
    public static final int NO_USER = 67;

    /** A defect of the server. */
    public static final int SOFTWARE = 70;

    /** The system refused something: an address, a limit, memory. */
    public static final int OS_ERROR = 71;

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** A failure with the text for stderr, without a final line end. */
    public StartFailure(int exitCode, String text) {
        super(text, null, false, false);
        this.exitCode = exitCode;
    }

    /** The process's exit code. */
    public int exitCode() {
        return exitCode;
    }

    /** The text for stderr: one line as a rule. */
    public String text() {
        return String.valueOf(getMessage());
    }

    static StartFailure failure(String text) {
        return new StartFailure(FAILURE, text);
    }

    static StartFailure usage(String text) {
        return new StartFailure(USAGE, text);
    }
}
