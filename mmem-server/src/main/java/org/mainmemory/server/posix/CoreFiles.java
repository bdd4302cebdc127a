package org.mainmemory.server.posix;

/** Whether the system writes a file with the process's memory when it crashes: RLIMIT_CORE. */
public final class CoreFiles {

    private CoreFiles() {
    }

    /**
     * Lets that file be as large as the system allows.
     *
     * @return false if the system allows none at all
     * @throws PosixException if the limit cannot be read
     */
    public static boolean allow() throws PosixException {
        return ResourceLimit.coreFile().raiseTo(Long.MAX_VALUE) > 0;
    }
}
