package org.mainmemory.server.posix;

/** What a signal does to the process. */
public final class SignalDefault {

    private SignalDefault() {
    }

    /**
     * Gives a signal its default meaning back. A shell that starts a program in the background lets it ignore SIGINT,
     * and the JVM installs no handler for a signal that is ignored.
     *
     * @param number the signal's number
     * @throws PosixException if there is no such signal
     */
    public static void restore(int number) throws PosixException {
        Libc.call("signal", number, 0);
    }
}
