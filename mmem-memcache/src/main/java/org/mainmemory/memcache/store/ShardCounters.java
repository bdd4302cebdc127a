package org.mainmemory.memcache.store;

/**
 * What one shard has counted, in all and by memcached's slab class. Written under the shard's lock; read by whoever
 * folds, who may see a count or two late.
 */
final class ShardCounters {

    /** Items and bytes by class; {@code stats reset} leaves them. */
    final long[] items;
    final long[] bytes;

    final long[] evicted;
    final long[] evictedNonzero;
    final long[] evictedUnfetched;
    final long[] evictedActive;
    final int[] lastVictimIdleSeconds;
    final long[] outOfMemory;
    final long[] reclaimed;
    final long[] expiredUnfetched;
    final long[] crawlerReclaimed;
    final long[] crawlerChecked;
    final long[] smallItems;
    final long[] temporaryItems;
    /** Items that came to the small queue. */
    final long[] entered;
    /** Items in the small queue that their first hit saved. */
    final long[] saved;

    long totalItems;
    long pagesMoved;
    long rescues;
    long chunkRescues;
    long bumpsDropped;
    long upkeepSlices;
    long pinned;
    long reserved;

    ShardCounters(int classes) {
        int length = classes + 1;
        items = new long[length];
        bytes = new long[length];
        evicted = new long[length];
        evictedNonzero = new long[length];
        evictedUnfetched = new long[length];
        evictedActive = new long[length];
        lastVictimIdleSeconds = new int[length];
        outOfMemory = new long[length];
        reclaimed = new long[length];
        expiredUnfetched = new long[length];
        crawlerReclaimed = new long[length];
        crawlerChecked = new long[length];
        smallItems = new long[length];
        temporaryItems = new long[length];
        entered = new long[length];
        saved = new long[length];
    }

    /** {@code stats reset}: everything but what is there now. */
    void reset() {
        for (long[] counts : new long[][] {
            evicted, evictedNonzero, evictedUnfetched, evictedActive, outOfMemory, reclaimed, expiredUnfetched,
            crawlerReclaimed, crawlerChecked, entered, saved
        }) {
            java.util.Arrays.fill(counts, 0);
        }
        java.util.Arrays.fill(lastVictimIdleSeconds, 0);
        totalItems = 0;
        pagesMoved = 0;
        rescues = 0;
        chunkRescues = 0;
        bumpsDropped = 0;
        upkeepSlices = 0;
    }
}
