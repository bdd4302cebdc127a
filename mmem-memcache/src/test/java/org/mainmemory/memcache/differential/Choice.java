package org.mainmemory.memcache.differential;

import java.util.List;
import java.util.Random;

/** Seeded choices: the same seed chooses the same. */
final class Choice {

    /** Spreads seeds that are near each other. */
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final Random random;

    Choice(long seed) {
        random = new Random(seed * MIX);
    }

    /** A number from 0, less than {@code bound}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** True once in {@code n} times. */
    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** Any number. */
    long any() {
        return random.nextLong();
    }

    /** One of {@code these}. */
    @SafeVarargs
    final <T> T of(T... these) {
        return these[random.nextInt(these.length)];
    }

    /** One of {@code these}. */
    <T> T of(List<T> these) {
        return these.get(random.nextInt(these.size()));
    }
}
