package org.mainmemory.memcache.store;

/**
 * What {@code stats items} and {@code stats slabs} tell of one of memcached's slab classes.
 *
 * @param slabClass memcached's class number
 * @param chunkSize memcached's chunk size of the class, in bytes
 * @param chunksPerPage memcached's chunks in a page of 1 MiB
 * @param totalPages pages of 1 MiB that the class's items take, rounded up, and that are kept for them, rounded up
 * @param items items present
 * @param bytesRequested sum of their sizes by memcached's reckoning
 * @param ageSeconds seconds since the oldest item the class would evict next was last used
 * @param evicted live items removed to make room
 * @param evictedNonzero of those, with an exptime
 * @param evictedTime seconds since the last evicted item had been used
 * @param outOfMemory stores that found no memory
 * @param reclaimed dead items whose memory a store took or the sweeper gave back
 * @param expiredUnfetched expired items never read
 * @param evictedUnfetched evicted items never read
 * @param evictedActive evicted items that had been read more than once
 * @param crawlerReclaimed dead items that an ordered crawl removed
 * @param crawlerItemsChecked items that ordered crawls looked at
 * @param smallItems items in S3-FIFO's small queue
 * @param hotItems of those in the small queue, the ones within its share of all items
 * @param temporaryItems items that are let live till they die
 * @param movesToCold items that have passed out of that share
 * @param movesToWarm items in the small queue that a first hit saved from being evicted at its end
 */
public record SlabClassStats(
        int slabClass,
        int chunkSize,
        int chunksPerPage,
        long totalPages,
        long items,
        long bytesRequested,
        long ageSeconds,
        long evicted,
        long evictedNonzero,
        long evictedTime,
        long outOfMemory,
        long reclaimed,
        long expiredUnfetched,
        long evictedUnfetched,
        long evictedActive,
        long crawlerReclaimed,
        long crawlerItemsChecked,
        long smallItems,
        long hotItems,
        long temporaryItems,
        long movesToCold,
        long movesToWarm) {
}
