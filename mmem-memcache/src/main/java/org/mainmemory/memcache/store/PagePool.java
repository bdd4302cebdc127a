package org.mainmemory.memcache.store;

import java.util.BitSet;
import org.mainmemory.core.memory.Region;

/**
 * The pages that no shard holds, and what everything else costs: all memory of {@code -m} goes through here.
 *
 * <p>Pages are numbered from 1; page 0 stays unused so that address 0 can mean none. Pages never used before are handed
 * out in order and thus become resident only as the store fills. Memory that queues take on the Java heap is charged
 * here too and keeps that many pages, rounded, from being handed out. The limit may move up to as many pages as there
 * are; when it has fallen, pages that come back are returned to the system.
 *
 * <p>Called by any shard, under its own lock; a shard never holds another lock while it waits for this one.
 */
final class PagePool {

    /** No page is left. */
    static final int NONE = 0;

    private static final int CLASSES = 64;
    private static final int RELEASED_PER_SLICE = 16;

    private final Guard guard;
    /** Clients may hold one in this many bytes: values that are arriving, and old ones that are still being sent. */
    private static final int HELD_SHARE = 2;

    private final Region region;
    private final int[] returned;
    private final int[] released;
    private final int[] kept = new int[CLASSES];
    private int limit;
    private int returnedCount;
    private int releasedCount;
    private int keptCount;
    private int untouched = 1;
    private int inUse;
    private long chargedBytes;
    private long heldBytes;

    /** A pool of the pages of {@code region}, of which {@code limit} may be in use. */
    PagePool(Region region, int limit, Guard guard) {
        this.region = region;
        this.limit = limit;
        this.guard = guard;
        this.returned = new int[capacity()];
        this.released = new int[capacity()];
    }

    /** Pages there are. */
    final int capacity() {
        return (int) (region.size() >>> SizeClasses.PAGE_SHIFT) - 1;
    }

    /**
     * A page for items of memcached's {@code slabClass}, 0 for anything else; or {@link #NONE}. Its bytes are
     * unspecified.
     */
    int take(int slabClass) {
        long stamp = guard.writeLock();
        try {
            int free = limit - inUse - chargedPages();
            if (free <= 0 || (free <= keptCount && kept[slabClass] == 0)) {
                return NONE;
            }
            if (kept[slabClass] > 0) {
                kept[slabClass]--;
                keptCount--;
            }
            return take();
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /** A page although the limit is reached; {@link #NONE} only if there are no more. */
    int takeBeyondLimit() {
        long stamp = guard.writeLock();
        try {
            return inUse < capacity() ? take() : NONE;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    private int take() {
        inUse++;
        if (returnedCount > 0) {
            return returned[--returnedCount];
        }
        return releasedCount > 0 ? released[--releasedCount] : untouched++;
    }

    /** Notes which pages have been in use since before a restart; before any other call. */
    void resume(BitSet held) {
        inUse = held.cardinality();
        untouched = Math.max(1, held.length());
        for (int page = untouched - 1; page > 0; page--) {
            if (!held.get(page)) {
                returned[returnedCount++] = page;
            }
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

    /** Sets how many pages may be in use; false if there are not so many. */
    boolean limit(int pages) {
        long stamp = guard.writeLock();
        try {
            if (pages > capacity()) {
                return false;
            }
            limit = pages;
            java.util.Arrays.fill(kept, 0);
            keptCount = 0;
            return true;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /**
     * Keeps up to {@code pages} free pages for items of memcached's {@code slabClass}, no more than a MiB in all;
     * false if none are free or as much is kept already.
     */
    boolean keep(int slabClass, int pages) {
        long stamp = guard.writeLock();
        try {
            int wanted = Math.min(pages, PageMoves.PAGES - kept[slabClass]);
            int count = Math.min(wanted, limit - inUse - chargedPages() - keptCount);
            if (count <= 0) {
                return false;
            }
            kept[slabClass] += count;
            keptCount += count;
            return true;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /** Pages kept for items of memcached's {@code slabClass}. */
    int keptFor(int slabClass) {
        return kept[slabClass];
    }

    /** Whether more pages are in use than may be. */
    boolean isOver() {
        return inUse + chargedPages() > limit;
    }

    /** Returns some memory that the limit does not allow to the system, if it is free; whether there was some. */
    boolean release() {
        long stamp = guard.writeLock();
        try {
            int count = Math.min(RELEASED_PER_SLICE, Math.min(returnedCount, accounted() - limit));
            for (int i = 0; i < count; i++) {
                int page = returned[--returnedCount];
                region.giveBack(PageTable.addressOf(page), SizeClasses.PAGE_SIZE);
                released[releasedCount++] = page;
            }
            return count > 0;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /** Pages that have been used and not been returned to the system since, and what heap memory counts as. */
    int accounted() {
        return untouched - 1 - releasedCount + chargedPages();
    }

    /** Pages that have come back and may be taken by anybody. */
    int returnedAndFree() {
        return Math.max(0, Math.min(returnedCount, limit - inUse - chargedPages() - keptCount));
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

    /** Accounts for {@code bytes} more, or less, that items cannot have while a client sends or does not read. */
    void hold(int bytes) {
        long stamp = guard.writeLock();
        try {
            heldBytes += bytes;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /** Whether clients hold no more than their share. */
    boolean mayHold() {
        long stamp = guard.readLock();
        try {
            return heldBytes <= ((long) limit << SizeClasses.PAGE_SHIFT) / HELD_SHARE;
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

    /** Pages that may be in use. */
    int limit() {
        return limit;
    }

    private int chargedPages() {
        return (int) ((chargedBytes + SizeClasses.PAGE_SIZE / 2) >>> SizeClasses.PAGE_SHIFT);
    }
}
