package org.mainmemory.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AsciiNumbersTest {

    @Test
    void writesEveryLengthAndItsNeighbours() {
        check(0);
        for (long power = 1; power > 0 && power <= 1_000_000_000_000_000_000L; power *= 10) {
            check(power - 1);
            check(power);
            check(power + 1);
        }
        check(Long.MAX_VALUE);
        check(Long.MIN_VALUE);
        check(-1);
        check(Long.parseUnsignedLong("9999999999999999999"));
        check(Long.parseUnsignedLong("10000000000000000000"));
    }

    @Test
    void writesAnyNumber() {
        Random random = new Random();
        for (int i = 0; i < 100_000; i++) {
            check(random.nextLong() >>> random.nextInt(64));
        }
    }

    private static void check(long value) {
        String expected = Long.toUnsignedString(value);
        assertEquals(expected.length(), AsciiNumbers.unsignedLength(value), expected);
        byte[] bytes = new byte[24];
        AsciiNumbers.writeUnsigned(MemorySegment.ofArray(bytes), 2, expected.length(), value);
        assertEquals("\0\0" + expected, new String(bytes, 0, 2 + expected.length(), StandardCharsets.US_ASCII));
        assertEquals(0, bytes[2 + expected.length()]);
    }
}
