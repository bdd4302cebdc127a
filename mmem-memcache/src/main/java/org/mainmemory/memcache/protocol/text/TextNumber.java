package org.mainmemory.memcache.protocol.text;

import org.mainmemory.core.memory.InputBuffer;

/**
 * Reads decimal numbers out of a line without allocating: a reused object that keeps the last number read.
 *
 * <p>The strict kinds ({@code u32}, {@code u64}, {@code i32}) take digits only, and at most 11 or 22 characters. The
 * loose kinds are what memcached lets pass for the flags and exptime of a storage command: a sign in front, and numbers
 * that fit 64 bits but not 32, of which the low 32 bits count.
 *
 * <p>Three things that memcached's C library calls let through by accident are errors here: a sign without digits,
 * blanks other than the space around a number, and flags below {@code -2^63} that wrap to something positive.
 */
public final class TextNumber {

    private static final int MAX_LENGTH_32 = 11;
    private static final int MAX_LENGTH_64 = 22;
    private static final long MAX_U32 = 0xFFFF_FFFFL;
    private static final long MAX_TENTH = Long.divideUnsigned(-1L, 10);

    private long value;

    /** The last number read. */
    public long value() {
        return value;
    }

    /** Reads an unsigned 32-bit number; false if the word is none. */
    public boolean u32(InputBuffer in, int start, int end) {
        return end - start <= MAX_LENGTH_32 && digits(in, start, end) && value >= 0 && value <= MAX_U32;
    }

    /** Reads an unsigned 64-bit number; false if the word is none. */
    public boolean u64(InputBuffer in, int start, int end) {
        return end - start <= MAX_LENGTH_64 && digits(in, start, end);
    }

    /** Reads a signed 32-bit number; false if the word is none. */
    public boolean i32(InputBuffer in, int start, int end) {
        if (end - start > MAX_LENGTH_32) {
            return false;
        }
        if (in.byteAt(start) == '-') {
            return negative(in, start + 1, end) && value >= Integer.MIN_VALUE;
        }
        return digits(in, start, end) && value >= 0 && value <= Integer.MAX_VALUE;
    }

    /** Reads client flags, cut to 32 bits; false if the word is no number, is negative or above 64 bits. */
    boolean looseFlags(InputBuffer in, int start, int end) {
        boolean valid = in.byteAt(start) == '-' ? negative(in, start + 1, end) && value == 0
                : digits(in, skipPlus(in, start), end);
        cutTo32Bits();
        return valid;
    }

    /** Reads an exptime, cut to 32 bits; false if the word is no number of 64 bits. */
    boolean looseExptime(InputBuffer in, int start, int end) {
        boolean valid = in.byteAt(start) == '-' ? negative(in, start + 1, end)
                : digits(in, skipPlus(in, start), end) && value >= 0;
        cutTo32Bits();
        return valid;
    }

    private void cutTo32Bits() {
        int low = (int) value;
        value = low;
    }

    private static int skipPlus(InputBuffer in, int start) {
        return in.byteAt(start) == '+' ? start + 1 : start;
    }

    private boolean negative(InputBuffer in, int start, int end) {
        if (!digits(in, start, end) || (value < 0 && value != Long.MIN_VALUE)) {
            return false;
        }
        value = -value;
        return true;
    }

    /** Reads one or more digits, unsigned; false if there are none, others among them, or more than 64 bits. */
    private boolean digits(InputBuffer in, int start, int end) {
        if (start >= end) {
            return false;
        }
        long sum = 0;
        for (int at = start; at < end; at++) {
            int digit = in.byteAt(at) - '0';
            if (digit < 0 || digit > 9 || !fits(sum, digit)) {
                return false;
            }
            sum = sum * 10 + digit;
        }
        value = sum;
        return true;
    }

    private static boolean fits(long sum, int digit) {
        if (sum >= 0 && sum < MAX_TENTH) {
            return true;
        }
        return sum == MAX_TENTH && digit <= 5;
    }
}
