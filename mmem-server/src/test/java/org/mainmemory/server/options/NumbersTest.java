package org.mainmemory.server.options;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as C reads them. */
class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0,0", "64,64", "64m,64", "-1,-1", "+5,5", "' 7 ',7", "'',0", "abc,0", "-,0", "- 1,0", "0x10,0", "1.9,1",
        "2147483647,2147483647", "2147483648,2147483647", "99999999999999999999999,2147483647",
        "-2147483648,-2147483648", "-99999999999999999999999,-2147483648", "007,7", "1_000,1", "٣,0"
    })
    void ints(String text, int number) {
        assertEquals(number, Numbers.leadingInt(text));
    }

    @ParameterizedTest
    @CsvSource({
        "1.25,1.25", "1.25x,1.25", "2,2", ".5,.5", "5.,5", "-1.5,-1.5", "+1.5,1.5", "1e2,100", "1e,1", "1e+,1",
        "1E-1,.1", "abc,0", "'',0", ".,0", "-,0", "1.2.3,1.2", "1d,1", "0x1p3,0", "nan,0", "inf,0"
    })
    void doubles(String text, double number) {
        assertEquals(number, Numbers.leadingDouble(text));
    }
}
