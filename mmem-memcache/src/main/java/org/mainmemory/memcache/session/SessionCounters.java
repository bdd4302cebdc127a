package org.mainmemory.memcache.session;

/**
 * Plain numbers that the sessions of one loop count up: one {@link Counter} each, and one {@link SlabCounter} for each
 * slab class.
 *
 * <p>Only the loop writes; other threads may read, and then see numbers that are a moment old. They lie in one array
 * with a margin at both ends, so that no two loops write to one cache line.
 */
final class SessionCounters {

    /** Rows for slab classes; memcached has at most 63, and row 0 counts what has none. */
    static final int SLAB_CLASSES = 64;

    private static final int MARGIN = 16;
    private static final int COUNTERS = Counter.values().length;
    private static final int SLAB_COUNTERS = SlabCounter.values().length;

    private final long[] counts = new long[2 * MARGIN + COUNTERS + SLAB_COUNTERS * SLAB_CLASSES];

    /** Counts one more. */
    void count(Counter counter) {
        counts[MARGIN + counter.ordinal()]++;
    }

    /** Counts one more for a slab class. */
    void count(SlabCounter counter, int slabClass) {
        counts[index(counter, slabClass)]++;
    }

    /** What has been counted. */
    long get(Counter counter) {
        return counts[MARGIN + counter.ordinal()];
    }

    /** What has been counted for a slab class. */
    long get(SlabCounter counter, int slabClass) {
        return counts[index(counter, slabClass)];
    }

    /** What has been counted for all slab classes together. */
    long total(SlabCounter counter) {
        long sum = 0;
        for (int slabClass = 0; slabClass < SLAB_CLASSES; slabClass++) {
            sum += get(counter, slabClass);
        }
        return sum;
    }

    /** Adds {@code times} times what {@code other} has counted. */
    void add(SessionCounters other, int times) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += times * other.counts[i];
        }
    }

    private static int index(SlabCounter counter, int slabClass) {
        return MARGIN + COUNTERS + counter.ordinal() * SLAB_CLASSES + slabClass;
    }
}
