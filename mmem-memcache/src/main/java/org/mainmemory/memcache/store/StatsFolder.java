package org.mainmemory.memcache.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Adds up what the shards have counted. Cold; any thread, each shard in turn under its read lock. */
final class StatsFolder {

    private static final int MEMCACHED_PAGE = 1 << 20;
    private static final int FIRST_HASH_POWER = 16;

    private StatsFolder() {
    }

    static StoreStats totals(Shard[] shards, SizeClasses classes, PagePool pool, int leastHashPower) {
        long buckets = 0;
        long indexPages = 0;
        boolean growing = false;
        long currItems = 0;
        long totalItems = 0;
        long bumpsDropped = 0;
        long pagesMoved = 0;
        long rescues = 0;
        long chunkRescues = 0;
        long pinned = 0;
        long reserved = 0;
        for (Shard shard : shards) {
            long stamp = shard.guard().readLock();
            try {
                Items items = shard.items();
                buckets += items.index.buckets();
                indexPages += items.index.pageCount();
                growing |= items.index.isGrowing();
                currItems += items.index.entries();
                totalItems += items.counters.totalItems;
                bumpsDropped += items.counters.bumpsDropped;
                pagesMoved += items.counters.pagesMoved;
                rescues += items.counters.rescues;
                chunkRescues += items.counters.chunkRescues;
                pinned += items.counters.pinned;
                reserved += items.counters.reserved;
            } finally {
                shard.guard().unlockRead(stamp);
            }
        }
        return new StoreStats(
                currItems,
                totalItems,
                sum(shards, counters -> sum(counters.bytes)),
                sum(shards, counters -> sum(counters.evicted)),
                sum(shards, counters -> sum(counters.evictedUnfetched)),
                sum(shards, counters -> sum(counters.evictedActive)),
                sum(shards, counters -> sum(counters.expiredUnfetched)),
                sum(shards, counters -> sum(counters.reclaimed)),
                sum(shards, counters -> sum(counters.crawlerReclaimed)),
                sum(shards, counters -> sum(counters.crawlerChecked)),
                bumpsDropped,
                sum(shards, counters -> counters.upkeepSlices),
                movesToCold(shards, classes),
                sum(shards, counters -> sum(counters.saved)),
                Math.max(leastHashPower, hashPower(buckets)),
                indexPages << SizeClasses.PAGE_SHIFT,
                growing,
                pagesMoved,
                rescues,
                chunkRescues,
                pool.limit(),
                pool.free(),
                pool.accounted(),
                pool.returnedAndFree(),
                pinned,
                reserved,
                SizeClasses.PAGE_SIZE);
    }

    /** The hash power of indexes together, as {@link StoreStats#hashPowerLevel}. Perhaps a moment late. */
    static int hashPower(Shard[] shards) {
        long buckets = 0;
        for (Shard shard : shards) {
            buckets += shard.items().index.buckets();
        }
        return hashPower(buckets);
    }

    /** memcached's table starts with 2^16 places and doubles at one and a half items for each; it never shrinks. */
    private static int hashPower(long buckets) {
        long places = (buckets * Index.FULL_NUMERATOR * 2 - 1) / (Index.FULL_DENOMINATOR * 3);
        return Math.max(FIRST_HASH_POWER, Long.SIZE - Long.numberOfLeadingZeros(places));
    }

    static List<SlabClassStats> slabClasses(Shard[] shards, SizeClasses classes, PagePool pool, int nowSeconds) {
        List<SlabClassStats> rows = new ArrayList<>();
        for (int slabClass = 1; slabClass <= classes.memcachedClasses(); slabClass++) {
            rows.add(row(shards, classes, slabClass, pool.keptFor(slabClass), nowSeconds));
        }
        return rows;
    }

    private static SlabClassStats row(Shard[] shards, SizeClasses classes, int c, long kept, int nowSeconds) {
        long bytes = sum(shards, counters -> counters.bytes[c]);
        long idle = 0;
        for (Shard shard : shards) {
            idle = Math.max(idle, shard.items().counters.lastVictimIdleSeconds[c]);
        }
        return new SlabClassStats(
                c,
                classes.memcachedChunkSize(c),
                classes.memcachedChunksPerPage(c),
                mebibytes(bytes) + mebibytes(kept << SizeClasses.PAGE_SHIFT),
                sum(shards, counters -> counters.items[c]),
                bytes,
                oldestAge(shards, c, nowSeconds),
                sum(shards, counters -> counters.evicted[c]),
                sum(shards, counters -> counters.evictedNonzero[c]),
                idle,
                sum(shards, counters -> counters.outOfMemory[c]),
                sum(shards, counters -> counters.reclaimed[c]),
                sum(shards, counters -> counters.expiredUnfetched[c]),
                sum(shards, counters -> counters.evictedUnfetched[c]),
                sum(shards, counters -> counters.evictedActive[c]),
                sum(shards, counters -> counters.crawlerReclaimed[c]),
                sum(shards, counters -> counters.crawlerChecked[c]),
                sum(shards, counters -> counters.smallItems[c]),
                hotItems(shards, c),
                sum(shards, counters -> counters.temporaryItems[c]),
                movesToCold(shards, c),
                sum(shards, counters -> counters.saved[c]));
    }

    private static long hotItems(Shard[] shards, int c) {
        long share = Math.max(1, sum(shards, counters -> counters.items[c]) / Eviction.SMALL_SHARE);
        return Math.min(share, sum(shards, counters -> counters.smallItems[c]));
    }

    private static long movesToCold(Shard[] shards, int c) {
        return Math.max(0, sum(shards, counters -> counters.entered[c]) - hotItems(shards, c));
    }

    private static long movesToCold(Shard[] shards, SizeClasses classes) {
        long moves = 0;
        for (int slabClass = 1; slabClass <= classes.memcachedClasses(); slabClass++) {
            moves += movesToCold(shards, slabClass);
        }
        return moves;
    }

    private static long mebibytes(long bytes) {
        return (bytes + MEMCACHED_PAGE - 1) / MEMCACHED_PAGE;
    }

    /** Seconds since the oldest item in front of a small queue of the class was last used. */
    private static long oldestAge(Shard[] shards, int slabClass, int nowSeconds) {
        long age = 0;
        for (Shard shard : shards) {
            long stamp = shard.guard().writeLock();
            try {
                age = Math.max(age, shard.items().oldestAge(slabClass, nowSeconds));
            } finally {
                shard.guard().unlockWrite(stamp);
            }
        }
        return age;
    }

    private static long sum(Shard[] shards, ToLongFunction<ShardCounters> part) {
        long total = 0;
        for (Shard shard : shards) {
            total += part.applyAsLong(shard.items().counters);
        }
        return total;
    }

    private static long sum(long[] counts) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }
}
