package org.mainmemory.server.bench;

/**
 * Counts of latencies in nanoseconds, in buckets that widen with the value: exact below 256 ns, then 128 buckets to
 * each doubling, so that a percentile is at most 1 % above the latency that was recorded.
 *
 * <p>Latencies beyond {@link #LONGEST_NANOS} (18 minutes) count as that. One thread at a time.
 */
final class LatencyHistogram {

    static final long LONGEST_NANOS = (1L << 40) - 1;

    private static final int STEP_BITS = 7;

    private final long[] counts = new long[bucketOf(LONGEST_NANOS) + 1];
    private long count;
    private long longest;

    void record(long nanos) {
        long counted = Math.clamp(nanos, 0, LONGEST_NANOS);
        counts[bucketOf(counted)]++;
        count++;
        longest = Math.max(longest, counted);
    }

    /** Counts everything that {@code other} has counted here too. */
    void add(LatencyHistogram other) {
        for (int bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] += other.counts[bucket];
        }
        count += other.count;
        longest = Math.max(longest, other.longest);
    }

    /** How many latencies were recorded. */
    long count() {
        return count;
    }

    /** The longest latency recorded; 0 if there is none. */
    long longestNanos() {
        return longest;
    }

    /**
     * The latency that {@code percent} of the recorded ones do not exceed: the upper end of its bucket; 0 if nothing
     * was recorded.
     */
    long percentileNanos(double percent) {
        long rank = Math.clamp((long) Math.ceil(count * percent / 100), 1, Math.max(count, 1));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return Math.min(upperEnd(bucket), longest);
            }
        }
        return 0;
    }

    /** The bucket's number: the doublings above the exact part in its high bits, the step in its low ones. */
    static int bucketOf(long nanos) {
        int doublings = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos | 1) - STEP_BITS);
        return (doublings << STEP_BITS) + (int) (nanos >>> doublings);
    }

    private static long upperEnd(int bucket) {
        int doublings = Math.max(0, (bucket >>> STEP_BITS) - 1);
        long step = bucket - ((long) doublings << STEP_BITS);
        return ((step + 1) << doublings) - 1;
    }
}
