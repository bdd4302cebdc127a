package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One of the limits that the system sets a process, by way of the C library. */
final class ResourceLimit {

    private final int resource;

    private ResourceLimit(int resource) {
        this.resource = resource;
    }

    /** RLIMIT_NOFILE. */
    static ResourceLimit openFiles() {
        return new ResourceLimit(Libc.MAC ? 8 : 7);
    }

    /** RLIMIT_CORE. */
    static ResourceLimit coreFile() {
        return new ResourceLimit(4);
    }

    /** RLIMIT_MEMLOCK. */
    static ResourceLimit lockedMemory() {
        return new ResourceLimit(Libc.MAC ? 6 : 8);
    }

    /**
     * The limit in force; {@link Long#MAX_VALUE} if there is none.
     *
     * @throws PosixException if it cannot be read
     */
    long soft() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            return unlimitedAsMax(read(arena).getAtIndex(JAVA_LONG, 0));
        }
    }

    /**
     * Raises the limit to {@code wanted} if it is lower: as far as the hard limit, and beyond it where the system
     * lets us (root). Never lowers it.
     *
     * @return the limit now in force: at least {@code wanted}, or all there is to be had
     * @throws PosixException if the limit cannot be read
     */
    long raiseTo(long wanted) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = read(arena);
            long soft = unlimitedAsMax(limits.getAtIndex(JAVA_LONG, 0));
            long hard = unlimitedAsMax(limits.getAtIndex(JAVA_LONG, 1));
            if (soft >= wanted || set(limits, wanted, Math.max(hard, wanted))) {
                return wanted;
            }
            return hard > soft && set(limits, hard, hard) ? hard : soft;
        }
    }

    private MemorySegment read(Arena arena) throws PosixException {
        MemorySegment limits = arena.allocate(JAVA_LONG, 2);
        Libc.call("getrlimit", resource, limits.address());
        return limits;
    }

    private boolean set(MemorySegment limits, long soft, long hard) {
        limits.setAtIndex(JAVA_LONG, 0, soft == Long.MAX_VALUE ? unlimited() : soft);
        limits.setAtIndex(JAVA_LONG, 1, hard == Long.MAX_VALUE ? unlimited() : hard);
        try {
            Libc.call("setrlimit", resource, limits.address());
            return true;
        } catch (PosixException e) {
            return false;
        }
    }

    /** C's "no limit": the largest unsigned number, on macOS the largest positive one. */
    private static long unlimited() {
        return Libc.MAC ? Long.MAX_VALUE : -1;
    }

    private static long unlimitedAsMax(long limit) {
        return limit < 0 ? Long.MAX_VALUE : limit;
    }
}
