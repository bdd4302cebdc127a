package org.mainmemory.memcache.command;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * A 64-bit hash of a key, eight bytes a step, different in each process so that nobody can choose keys that collide.
 *
 * <p>The step is the 64x64 to 128 bit multiply-and-fold of wyhash (Wang Yi, public domain). Any thread.
 */
public final class KeyHash {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long P0 = 0xa0761d6478bd642fL;
    private static final long P1 = 0xe7037ed1a0b428dbL;
    private static final long SEED = new SecureRandom().nextLong();
    private static final long FINAL = new SecureRandom().nextLong() | 1;

    private KeyHash() {
    }

    /** The hash of {@code length} bytes at {@code offset}; reads no byte outside them. */
    public static long of(MemorySegment bytes, long offset, int length) {
        long hash = SEED ^ length;
        long at = offset;
        int rest = length;
        while (rest > Long.BYTES) {
            hash = fold(hash ^ bytes.get(LONG, at), P0);
            at += Long.BYTES;
            rest -= Long.BYTES;
        }
        return fold(fold(hash ^ tail(bytes, at, rest), P1), FINAL);
    }

    /** The last 0 to 8 bytes as one word; two overlapping reads where that saves a loop. */
    private static long tail(MemorySegment bytes, long at, int rest) {
        if (rest >= Integer.BYTES) {
            long low = bytes.get(INT, at) & 0xFFFF_FFFFL;
            long high = bytes.get(INT, at + rest - Integer.BYTES) & 0xFFFF_FFFFL;
            return low | high << Integer.SIZE;
        }
        long word = 0;
        for (int i = 0; i < rest; i++) {
            word = (word << Byte.SIZE) | (bytes.get(ValueLayout.JAVA_BYTE, at + i) & 0xFFL);
        }
        return word;
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
