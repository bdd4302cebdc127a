package org.mainmemory.server.posix;

import java.io.IOException;

/** A call of the C library that failed; the message is the system's text for its errno. */
public final class PosixException extends IOException {

    /** Operation not permitted: the number is the same on every system. */
    public static final int EPERM = 1;

    private static final long serialVersionUID = 1L;

    private final int errno;

    PosixException(int errno, String text) {
        super(text);
        this.errno = errno;
    }

    /** The system's number for what went wrong. */
    public int errno() {
        return errno;
    }
}
