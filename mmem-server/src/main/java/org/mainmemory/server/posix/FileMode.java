package org.mainmemory.server.posix;

/** The permission bits with which the process creates files and sockets. */
public final class FileMode {

    private static final int ALL = 0777;

    private FileMode() {
    }

    /**
     * Lets what is created from now on have the bits of {@code mode} at most, in the whole process.
     *
     * @return the bits that were allowed before
     * @throws PosixException never, by the manual
     */
    public static int allowAtMost(int mode) throws PosixException {
        return ~Libc.call("umask", ~mode & ALL, 0) & ALL;
    }
}
