package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void hasNothingToSayAtFirst() {
        assertEquals(0, histogram.count());
        assertEquals(0, histogram.percentileNanos(50));
        assertEquals(0, histogram.longestNanos());
    }

    @Test
    void isExactBelow256Nanos() {
        for (int nanos = 0; nanos < 256; nanos++) {
            histogram.record(nanos);
        }
        assertEquals(127, histogram.percentileNanos(50));
        assertEquals(253, histogram.percentileNanos(99));
        assertEquals(255, histogram.percentileNanos(100));
    }

    @Test
    void bucketsFollowOneAnotherWithoutGaps() {
        int last = LatencyHistogram.bucketOf(0);
        for (long nanos = 1; nanos < 1 << 20; nanos++) {
            int bucket = LatencyHistogram.bucketOf(nanos);
            assertTrue(bucket == last || bucket == last + 1, "at " + nanos);
            last = bucket;
        }
    }

    @Test
    void oneSlowReplyInAThousandIsSeenOnlyBehindThePercentileOf99Point9() {
        for (int at = 0; at < 999; at++) {
            histogram.record(100);
        }
        histogram.record(5_000_000);
        assertEquals(100, histogram.percentileNanos(99.9));
        assertEquals(5_000_000, histogram.percentileNanos(99.95));
        assertEquals(5_000_000, histogram.longestNanos());
    }

    @Test
    void whatIsOutOfBoundsCountsAsTheBound() {
        histogram.record(-1);
        histogram.record(Long.MAX_VALUE);
        assertEquals(2, histogram.count());
        assertEquals(0, histogram.percentileNanos(50));
        assertEquals(LatencyHistogram.LONGEST_NANOS, histogram.percentileNanos(100));
    }

    @Test
    void addsUpWithAnother() {
        LatencyHistogram other = new LatencyHistogram();
        histogram.record(10);
        other.record(20);
        other.record(30);
        histogram.add(other);
        assertEquals(3, histogram.count());
        assertEquals(20, histogram.percentileNanos(50));
        assertEquals(30, histogram.longestNanos());
    }
}
