package org.mainmemory.memcache.store;

import org.mainmemory.core.memory.Region;

/** How many pages and shards a store gets for its settings. */
final class Sizing {

    /** What a {@linkplain StoreSettings#classic classic} store takes on top of -m: memcached's first hash table. */
    static final int CLASSIC_EXTRA_PAGES = (512 << 10) >>> SizeClasses.PAGE_SHIFT;

    private static final int SHARDS_PER_LOOP = 4;
    private static final int LARGEST_ITEMS_PER_SHARD = 2;
    private static final int MIN_PAGES = 16;
    private static final long MIN_RESERVED_BYTES = 1L << 30;
    /** Pages that a shard should have, so that each of its size classes may have some. */
    private static final int PAGES_PER_SHARD = 512;

    private Sizing() {
    }

    /** Where memory costs nothing until it is used, there is room for the limit to grow. */
    static Region reserve(int pages) {
        long needed = (long) (pages + 1) << SizeClasses.PAGE_SHIFT;
        if (Region.isLazyHere()) {
            try {
                return Region.reserve(Math.max(2 * needed, MIN_RESERVED_BYTES));
            } catch (OutOfMemoryError tooMuch) {
                // The address space is limited: then without room to grow.
            }
        }
        return Region.reserve(needed);
    }

    /** Pages that the store may have in use. */
    static int pages(StoreSettings settings) {
        int pages = (int) Math.max(MIN_PAGES, settings.memoryLimitBytes() >>> SizeClasses.PAGE_SHIFT);
        return settings.classic() ? pages + CLASSIC_EXTRA_PAGES : pages;
    }

    /** One for one loop; else a power of two that leaves each shard pages for all sizes and for some of the largest. */
    static int shardCount(StoreSettings settings) {
        if (settings.loops() == 1 || settings.classic()) {
            return 1;
        }
        int wanted = Integer.highestOneBit(settings.loops() * SHARDS_PER_LOOP * 2 - 1);
        int largestItemPages = (settings.maxItemSize() >>> SizeClasses.PAGE_SHIFT) + 1;
        int needed = Math.max(PAGES_PER_SHARD, LARGEST_ITEMS_PER_SHARD * largestItemPages);
        int affordable = Math.max(1, pages(settings) / needed);
        return Math.min(wanted, Integer.highestOneBit(affordable));
    }
}
