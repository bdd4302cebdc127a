package org.mainmemory.memcache.store;

/**
 * Totals of a store, named after memcached's {@code stats} keys where they have one.
 *
 * @param currItems items present
 * @param totalItems items stored since the start
 * @param bytes sum of item sizes by memcached's reckoning
 * @param evictions live items removed to make room
 * @param evictedUnfetched of those, never read
 * @param evictedActive evicted items that had been read more than once of late
 * @param expiredUnfetched expired items removed that were never read
 * @param reclaimed expired or flushed items whose memory a store took or the sweeper gave back
 * @param crawlerReclaimed expired or flushed items that an ordered crawl removed
 * @param crawlerItemsChecked items that ordered crawls looked at
 * @param bumpsDropped hits that were not counted for eviction because a writer was at work
 * @param upkeepSlices slices of upkeep that shards have had
 * @param movesToCold items that have passed out of the small queue's share of all items
 * @param movesToWarm items in a small queue that a first hit saved from being evicted at its end
 * @param hashPowerLevel log2 of the places that memcached's hash table would have; never falls, not even at a restart
 * @param hashBytes bytes of the index
 * @param hashIsExpanding whether the index is being doubled in slices now
 * @param slabsMoved pages moved from one slab class to another
 * @param rescues items moved so that a page could go
 * @param chunkRescues further chunks of long items moved so that a page could go
 * @param pagesTotal pages that the memory limit allows
 * @param pagesFree pages that no shard holds
 * @param pagesAccounted pages used at some time and not returned to the system since, and what heap memory counts as
 * @param pagesReturned of those, pages that wait to be used again
 * @param pinned items pinned now
 * @param reserved reservations open now
 * @param pageSize bytes of a page
 */
public record StoreStats(
        long currItems,
        long totalItems,
        long bytes,
        long evictions,
        long evictedUnfetched,
        long evictedActive,
        long expiredUnfetched,
        long reclaimed,
        long crawlerReclaimed,
        long crawlerItemsChecked,
        long bumpsDropped,
        long upkeepSlices,
        long movesToCold,
        long movesToWarm,
        int hashPowerLevel,
        long hashBytes,
        boolean hashIsExpanding,
        long slabsMoved,
        long rescues,
        long chunkRescues,
        long pagesTotal,
        long pagesFree,
        long pagesAccounted,
        long pagesReturned,
        long pinned,
        long reserved,
        int pageSize) {
}
