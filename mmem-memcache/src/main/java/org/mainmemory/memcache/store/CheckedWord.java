package org.mainmemory.memcache.store;

/**
 * Eight bytes of a memory file that prove themselves: a number of {@value #BITS} bits and a check of the rest. Written
 * by one store, so that it is the old one or the new one whenever the process is killed.
 */
final class CheckedWord {

    /** What {@link #open} answers for bytes that are none. */
    static final long DAMAGED = -1;

    private static final int BITS = 40;
    private static final long MASK = (1L << BITS) - 1;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private CheckedWord() {
    }

    /** The word for a number of 0 to 2^40 - 1, never 0. */
    static long of(long number) {
        long value = number & MASK;
        return value | check(value) << BITS;
    }

    /** The number in a word, or {@link #DAMAGED}. */
    static long open(long word) {
        long value = word & MASK;
        return word == of(value) ? value : DAMAGED;
    }

    /** 24 bits, the lowest of them 1. */
    private static long check(long value) {
        long mixed = (value ^ MIX) * MIX;
        return (mixed ^ mixed >>> Integer.SIZE) >>> BITS | 1;
    }
}
