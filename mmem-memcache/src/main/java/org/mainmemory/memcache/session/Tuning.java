package org.mainmemory.memcache.session;

/**
 * What a server is tuned with, memcached's {@code -o} names in brackets; clients change it while it runs. mmem evicts
 * by S3-FIFO and moves pages by its own rules, so some of these are only kept and told.
 *
 * @param slabAutomove whether pages move between classes by themselves: 0 no, 1 yes, 2 eagerly (slab_automove)
 * @param automoveRatio kept (slab_automove_ratio)
 * @param automoveWindow kept, in seconds (slab_automove_window)
 * @param automoveFreeRatio kept (slab_automove_freeratio)
 * @param crawler whether crawls and dumps may be ordered (lru_crawler)
 * @param crawlerSleepMicros kept: a crawl lets others come first after each page (lru_crawler_sleep)
 * @param crawlerToCrawl most items of a class and shard that a crawl looks at, 0 all (lru_crawler_tocrawl)
 * @param segmented kept (lru_segmented)
 * @param hotPercent kept (hot_lru_pct)
 * @param warmPercent kept (warm_lru_pct)
 * @param hotFactor kept (hot_max_factor)
 * @param warmFactor kept (warm_max_factor)
 * @param temporaryTtl seconds to live that an item has at most to be let live; negative is off (temporary_ttl)
 */
public record Tuning(
        int slabAutomove,
        double automoveRatio,
        int automoveWindow,
        double automoveFreeRatio,
        boolean crawler,
        int crawlerSleepMicros,
        long crawlerToCrawl,
        boolean segmented,
        int hotPercent,
        int warmPercent,
        double hotFactor,
        double warmFactor,
        int temporaryTtl) {

    /** memcached's defaults. */
    public static final Tuning DEFAULTS =
            new Tuning(1, 0.8, 10, 0.01, true, 100, 0, true, 20, 40, 0.2, 2.0, -1);

    /** The same with the automover on (1, 2) or off (0). */
    public Tuning withAutomove(int mode) {
        return new Tuning(mode, automoveRatio, automoveWindow, automoveFreeRatio, crawler, crawlerSleepMicros,
                crawlerToCrawl, segmented, hotPercent, warmPercent, hotFactor, warmFactor, temporaryTtl);
    }

    /** The same with other rules for the automover. */
    public Tuning withAutomove(double ratio, int windowSeconds, double freeRatio) {
        return new Tuning(slabAutomove, ratio, windowSeconds, freeRatio, crawler, crawlerSleepMicros,
                crawlerToCrawl, segmented, hotPercent, warmPercent, hotFactor, warmFactor, temporaryTtl);
    }

    /** The same with the crawler on or off. */
    public Tuning withCrawler(boolean enabled) {
        return new Tuning(slabAutomove, automoveRatio, automoveWindow, automoveFreeRatio, enabled, crawlerSleepMicros,
                crawlerToCrawl, segmented, hotPercent, warmPercent, hotFactor, warmFactor, temporaryTtl);
    }

    /** The same with other rules for the crawler. */
    public Tuning withCrawler(int sleepMicros, long toCrawl) {
        return new Tuning(slabAutomove, automoveRatio, automoveWindow, automoveFreeRatio, crawler, sleepMicros,
                toCrawl, segmented, hotPercent, warmPercent, hotFactor, warmFactor, temporaryTtl);
    }

    /** The same with other shares of the LRU's segments. */
    public Tuning withLru(int hot, int warm, double hotAge, double warmAge) {
        return new Tuning(slabAutomove, automoveRatio, automoveWindow, automoveFreeRatio, crawler, crawlerSleepMicros,
                crawlerToCrawl, segmented, hot, warm, hotAge, warmAge, temporaryTtl);
    }

    /** The same with the LRU in segments or flat, and a bound for what is temporary. */
    public Tuning withLru(boolean inSegments, int temporary) {
        return new Tuning(slabAutomove, automoveRatio, automoveWindow, automoveFreeRatio, crawler, crawlerSleepMicros,
                crawlerToCrawl, inSegments, hotPercent, warmPercent, hotFactor, warmFactor, temporary);
    }
}
