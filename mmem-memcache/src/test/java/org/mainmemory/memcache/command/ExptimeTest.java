package org.mainmemory.memcache.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exptimes as sent, on the server's clock. Here it shows 100 and showed 0 at Unix time 1,700,000,000. */
class ExptimeTest {

    @ParameterizedTest
    @CsvSource({
        "0,           0",
        "-1,          1",
        "-2147483648, 1",
        "1,           101",
        "2592000,     2592100",
        "2592001,     1",
        "1699999999,  1",
        "1700000000,  1",
        "1700000001,  1",
        "1700000002,  2",
        "1700000100,  100",
        "1700000101,  101",
        "2147483647,  447483647",
        "4294967295,  2147483647",
        "9223372036854775807, 2147483647",
    })
    void onTheClock(long raw, int clock) {
        assertEquals(clock, Exptime.toClock(raw, 100, 1_700_000_000L));
    }
}
