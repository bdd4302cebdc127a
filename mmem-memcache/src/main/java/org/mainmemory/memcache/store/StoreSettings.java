package org.mainmemory.memcache.store;

import java.util.List;

/**
 * What a store is built from; memcached's option letters in brackets.
 *
 * @param memoryLimitBytes what pages, index and queues may take together (-m), in bytes
 * @param maxItemSize largest item in bytes, header and key included, by memcached's reckoning (-I)
 * @param evictions whether live items make way for new ones (not -M)
 * @param useCas whether items have a CAS (not -C)
 * @param slabGrowthFactor ratio between the chunk sizes of neighbouring slab classes (-f)
 * @param slabMinSize bytes for key, value and flags in the smallest class (-n)
 * @param slabChunkMax largest chunk in bytes, by memcached's reckoning (-o slab_chunk_max)
 * @param loops how many loops will call: with 1 nothing is guarded
 * @param classic whether memory is dealt with as memcached 1.4 did (-o no_modern): one order of eviction for all keys,
 *     so a single shard, and a limit that bounds items alone
 * @param slabSizes chunk sizes of memcached's classes but the largest, rising (-o slab_sizes); empty if they follow
 *     from the growth factor
 * @param largePages whether the system is asked for large pages (-L)
 */
public record StoreSettings(
        long memoryLimitBytes,
        int maxItemSize,
        boolean evictions,
        boolean useCas,
        double slabGrowthFactor,
        int slabMinSize,
        int slabChunkMax,
        int loops,
        boolean classic,
        List<Integer> slabSizes,
        boolean largePages) {

    /** Copies the list of sizes. */
    public StoreSettings {
        slabSizes = List.copyOf(slabSizes);
    }

    /** Slab classes follow from the growth factor, pages are the system's usual ones. */
    public StoreSettings(
            long memoryLimitBytes,
            int maxItemSize,
            boolean evictions,
            boolean useCas,
            double slabGrowthFactor,
            int slabMinSize,
            int slabChunkMax,
            int loops,
            boolean classic) {
        this(memoryLimitBytes, maxItemSize, evictions, useCas, slabGrowthFactor, slabMinSize, slabChunkMax, loops,
                classic, List.of(), false);
    }

    /** memcached's defaults: 64 MB, items up to 1 MB, eviction and CAS on, for {@code loops} loops. */
    public static StoreSettings defaults(int loops) {
        return new StoreSettings(64L << 20, 1 << 20, true, true, 1.25, 48, 512 << 10, loops, false);
    }

    /** The same with another memory limit in bytes. */
    public StoreSettings withMemoryLimit(long bytes) {
        return new StoreSettings(bytes, maxItemSize, evictions, useCas, slabGrowthFactor, slabMinSize, slabChunkMax,
                loops, classic, slabSizes, largePages);
    }

    /** The same for another number of loops. */
    public StoreSettings withLoops(int count) {
        return new StoreSettings(memoryLimitBytes, maxItemSize, evictions, useCas, slabGrowthFactor, slabMinSize,
                slabChunkMax, count, classic, slabSizes, largePages);
    }

    /** The same with other chunk sizes of memcached's classes. */
    public StoreSettings withSlabSizes(List<Integer> sizes) {
        return new StoreSettings(memoryLimitBytes, maxItemSize, evictions, useCas, slabGrowthFactor, slabMinSize,
                slabChunkMax, loops, classic, sizes, largePages);
    }

    /** The same with large pages, or without. */
    public StoreSettings withLargePages(boolean wanted) {
        return new StoreSettings(memoryLimitBytes, maxItemSize, evictions, useCas, slabGrowthFactor, slabMinSize,
                slabChunkMax, loops, classic, slabSizes, wanted);
    }
}
