package org.mainmemory.server.posix;

/** Keeps the process's memory from being paged out: mlockall. */
public final class MemoryLock {

    private static final int CURRENT = 1;
    private static final int FUTURE = 2;

    /** A page is locked when it is first touched: untouched memory, of which there is much, stays free. Linux. */
    private static final int ON_FAULT = 4;

    private MemoryLock() {
    }

    /**
     * Locks what is mapped. What will be mapped is locked as well if no limit can make that fail later: a JVM that is
     * refused memory in mid-run ends.
     *
     * @throws PosixException if the system refuses; nothing is locked then
     * @throws UnsupportedOperationException if it has no such call
     */
    public static void lock() throws PosixException {
        int flags = CURRENT | (Libc.MAC ? 0 : ON_FAULT);
        if (ResourceLimit.lockedMemory().soft() == Long.MAX_VALUE) {
            flags |= FUTURE;
        }
        Libc.call("mlockall", flags, 0);
    }
}
