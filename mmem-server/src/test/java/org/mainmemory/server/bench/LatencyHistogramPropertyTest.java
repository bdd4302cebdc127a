package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Percentiles of random latencies against the sorted latencies themselves. */
class LatencyHistogramPropertyTest {

    private static final double[] PERCENTS = {0, 1, 10, 50, 90, 99, 99.9, 99.99, 100};

    @Test
    void percentilesAreNeverBelowAndAtMostOnePercentAbove() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 200; run++) {
            long[] latencies = latencies(random);
            LatencyHistogram histogram = new LatencyHistogram();
            for (long nanos : latencies) {
                histogram.record(nanos);
            }
            Arrays.sort(latencies);
            for (double percent : PERCENTS) {
                int rank = Math.clamp((long) Math.ceil(latencies.length * percent / 100), 1, latencies.length);
                long exact = latencies[rank - 1];
                long told = histogram.percentileNanos(percent);
                String where = "seed " + seed + ", run " + run + ", " + percent + " %: " + told + " for " + exact;
                assertTrue(told >= exact && told <= exact * 1.01, where);
            }
            assertEquals(latencies[latencies.length - 1], histogram.longestNanos(), "seed " + seed);
        }
    }

    private static long[] latencies(SplittableRandom random) {
        long[] latencies = new long[random.nextInt(1, 3000)];
        for (int at = 0; at < latencies.length; at++) {
            latencies[at] = random.nextLong(1L << random.nextInt(1, 40));
        }
        return latencies;
    }
}
