package org.mainmemory.server.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Key numbers, 0 the most frequent one, whose frequencies fall with their rank to the power of the exponent. With the
 * same seed it gives the same numbers. One thread.
 */
final class Zipf implements LongSupplier {

    private final double[] cumulated;
    private final SplittableRandom random;

    Zipf(int keys, double exponent, long seed) {
        random = new SplittableRandom(seed);
        cumulated = new double[keys];
        double sum = 0;
        for (int rank = 0; rank < keys; rank++) {
            sum += Math.pow(rank + 1, -exponent);
            cumulated[rank] = sum;
        }
    }

    @Override
    public long getAsLong() {
        double wanted = random.nextDouble() * cumulated[cumulated.length - 1];
        int rank = Arrays.binarySearch(cumulated, wanted);
        return Math.min(rank < 0 ? -rank - 1 : rank, cumulated.length - 1);
    }
}
