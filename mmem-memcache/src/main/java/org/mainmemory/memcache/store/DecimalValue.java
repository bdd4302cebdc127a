package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads a value as incr and decr understand it: blanks, an optional plus, digits up to 2^64 - 1, then nothing, or a
 * blank or NUL and anything. Reused: {@link #number()} is the last number parsed.
 */
final class DecimalValue {

    private static final long OVERFLOW_LIMIT = Long.divideUnsigned(-1L, 10);

    private long number;

    /** The number of the last successful {@link #parse}, unsigned. */
    long number() {
        return number;
    }

    /**
     * Whether the {@code length} bytes at {@code offset} are a number.
     *
     * @param cut whether more follows elsewhere: what reaches the end is none then
     */
    boolean parse(MemorySegment bytes, long offset, int length, boolean cut) {
        int at = 0;
        while (at < length && isBlank(bytes.get(ValueLayout.JAVA_BYTE, offset + at))) {
            at++;
        }
        if (at < length && bytes.get(ValueLayout.JAVA_BYTE, offset + at) == '+') {
            at++;
        }
        int first = at;
        long value = 0;
        while (at < length) {
            int digit = bytes.get(ValueLayout.JAVA_BYTE, offset + at) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            if (Long.compareUnsigned(value, OVERFLOW_LIMIT) > 0) {
                return false;
            }
            long more = value * 10 + digit;
            if (Long.compareUnsigned(more, digit) < 0) {
                return false;
            }
            value = more;
            at++;
        }
        number = value;
        return at > first && (at == length ? !cut : isEnd(bytes.get(ValueLayout.JAVA_BYTE, offset + at)));
    }

    private static boolean isEnd(byte character) {
        return character == 0 || isBlank(character);
    }

    private static boolean isBlank(byte character) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }
}
