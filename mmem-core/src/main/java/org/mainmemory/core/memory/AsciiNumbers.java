package org.mainmemory.core.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Unsigned decimal numbers as ASCII digits in off-heap memory. Stateless; any thread. */
public final class AsciiNumbers {

    private static final long[] POWERS_OF_TEN = {
        1L, 10L, 100L, 1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L, 1_000_000_000L,
        10_000_000_000L, 100_000_000_000L, 1_000_000_000_000L, 10_000_000_000_000L, 100_000_000_000_000L,
        1_000_000_000_000_000L, 10_000_000_000_000_000L, 100_000_000_000_000_000L, 1_000_000_000_000_000_000L
    };

    private AsciiNumbers() {
    }

    /** Decimal digits of {@code value} taken as unsigned: 1 to 20. */
    public static int unsignedLength(long value) {
        if (value < 0) {
            return Long.compareUnsigned(value, -8_446_744_073_709_551_616L) >= 0 ? 20 : 19;
        }
        int digits = 1;
        while (digits < POWERS_OF_TEN.length && value >= POWERS_OF_TEN[digits]) {
            digits++;
        }
        return digits;
    }

    /** Writes {@code value}, taken as unsigned, into the {@code length} bytes at {@code offset}. */
    public static void writeUnsigned(MemorySegment target, long offset, int length, long value) {
        long rest = value;
        long at = offset + length - 1;
        if (rest < 0) {
            long quotient = Long.divideUnsigned(rest, 10);
            target.set(ValueLayout.JAVA_BYTE, at--, (byte) ('0' + (rest - quotient * 10)));
            rest = quotient;
        }
        while (at >= offset) {
            long quotient = rest / 10;
            target.set(ValueLayout.JAVA_BYTE, at--, (byte) ('0' + (rest - quotient * 10)));
            rest = quotient;
        }
    }
}
