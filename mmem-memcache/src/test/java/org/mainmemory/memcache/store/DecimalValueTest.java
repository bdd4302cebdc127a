package org.mainmemory.memcache.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What incr and decr take for a number. */
class DecimalValueTest {

    private final DecimalValue decimal = new DecimalValue();

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {
        "0,0", "7,7", "00012,12", "+5,5", "  42,42", "9 ,9", "9  x,9", "18446744073709551615,18446744073709551615",
        "000000000000000000000000000001,1", "9\0,9", "9\0x,9"
    })
    void numbers(String text, String number) {
        assertTrue(parse(text));
        assertEquals(number, Long.toUnsignedString(decimal.number()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "+", "\0", "\0001", "-1", "x", "1x", "1.5", "++1", "+ 1", "18446744073709551616",
        "99999999999999999999", "184467440737095516150"
    })
    void notNumbers(String text) {
        assertFalse(parse(text));
    }

    @Test
    void aNumberMayStandBehindMuch() {
        assertTrue(parse(" ".repeat(2000) + "0".repeat(2000) + "1" + " ".repeat(2000)));
        assertEquals(1, decimal.number());
    }

    @Test
    void whatMayGoOnElsewhereIsNone() {
        MemorySegment bytes = MemorySegment.ofArray(" 12 ".getBytes(ISO_8859_1));
        assertFalse(decimal.parse(bytes, 0, 3, true));
        assertTrue(decimal.parse(bytes, 0, 4, true));
    }

    private boolean parse(String text) {
        byte[] bytes = ("99" + text + "99").getBytes(ISO_8859_1);
        return decimal.parse(MemorySegment.ofArray(bytes), 2, text.length(), false);
    }
}
