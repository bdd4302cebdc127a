package org.mainmemory.memcache.store;

/**
 * The pages that no shard holds, and what everything else costs: all memory of {@code -m} goes through here.
 *
 * <p>Pages are numbered from 1; page 0 stays unused so that address 0 can mean none. Pages never used before are handed
 * out in order and thus become resident only as the store fills. Memory that queues take on the Java heap is charged
 * here too and keeps that many pages from being handed out.
 *
 * <p>Called by any shard, under its own lock; a shard never holds another lock while it waits for this one.
 */
final class PagePool {

    /** No page is left. */
    static final int NONE = 0;

    private final Guard guard;
    private final int limit;
    private final int[] returned;
    private int returnedCount;
    private int untouched = 1;
    private int inUse;
    private long chargedBytes;

    PagePool(int pages, Guard guard) {
        this.limit = pages;
        this.guard = guard;
        this.returned = new int[pages];
    }

    /** A page, or {@link #NONE}. Its bytes are unspecified. */
    int take() {
        long stamp = guard.writeLock();
        try {
            if (inUse + chargedPages() >= limit) {
                return NONE;
            }
            inUse++;
            return returnedCount > 0 ? returned[--returnedCount] : untouched++;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /** Takes back a page. */
    void giveBack(int page) {
        long stamp = guard.writeLock();
        try {
            inUse--;
            returned[returnedCount++] = page;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /** Accounts for {@code bytes} of heap memory more, or less if negative. */
    void charge(long bytes) {
        long stamp = guard.writeLock();
        try {
            chargedBytes += bytes;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /** Pages that could be taken now. */
    int free() {
        long stamp = guard.readLock();
        try {
            return Math.max(0, limit - inUse - chargedPages());
        } finally {
            guard.unlockRead(stamp);
        }
    }

    /** Pages that shards hold. */
    int inUse() {
        return inUse;
    }

    /** Heap memory accounted for, in bytes. */
    long chargedBytes() {
        return chargedBytes;
    }

    /** Pages there are at most. */
    int limit() {
        return limit;
    }

    private int chargedPages() {
        return (int) (chargedBytes + SizeClasses.PAGE_SIZE - 1 >>> SizeClasses.PAGE_SHIFT);
    }
}
