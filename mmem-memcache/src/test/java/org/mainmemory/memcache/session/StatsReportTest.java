package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How numbers are told. */
class StatsReportTest {

    @ParameterizedTest
    @CsvSource({
        "1.25, 1.25", "0.8, 0.80", "2, 2.00", "0, 0.00", "0.049, 0.05", "0.044, 0.04", "12345.678, 12345.68",
        "0.125, 0.12", "0.375, 0.38", "1.115, 1.11", "1.125, 1.12", "-0.05, -0.05", "-0.5, -0.50", "-12.345, -12.35",
        "1e18, 1000000000000000000.00", "-1e18, -1000000000000000000.00", "NaN, nan", "Infinity, inf", "-Infinity, -inf"
    })
    void fractionsHaveTwoDigits(double value, String text) {
        assertEquals(text, new StatsReport().putFraction("key", value).stats().getFirst().value());
    }

    @Test
    void fractionsHaveAsManyDigitsAsAskedFor() {
        assertEquals("0.010", new StatsReport().putFraction("key", 0.01, 3).stats().getFirst().value());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.000000", "-7, -0.000007", "7, 0.000007", "999999, 0.999999", "1000000, 1.000000",
        "12345678901, 12345.678901"
    })
    void pointsArePutIn(long number, String text) {
        assertEquals(text, new StatsReport().putDecimal("key", number, 6).stats().getFirst().value());
    }
}
