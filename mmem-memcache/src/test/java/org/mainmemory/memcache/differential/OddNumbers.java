package org.mainmemory.memcache.differential;

/** Numbers at the edges of what is one. */
final class OddNumbers {

    private OddNumbers() {
    }

    /** A number, or what looks like one. */
    static String any(Choice choice) {
        return choice.of("0", "-1", "+1", "", "-", "x", "1x", "-0", "1.5", "0x10", "4294967295", "4294967296",
                "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807",
                "9223372036854775808", "18446744073709551615", "18446744073709551616", "00000000001000",
                "0000000000000000001000", "00000000000000000001000", "9999999999999999999999999", "1\t", "\0");
    }

    /** An exptime that does not pass during a test, or that has passed before it. */
    static String exptime(Choice choice) {
        return choice.oneIn(30)
                ? any(choice)
                : choice.of("0", "0", "0", "0", "1000", "100000", "2592000", "2592001", "4000000000", "2000000000",
                        "-1");
    }

    /** Client flags. */
    static String flags(Choice choice) {
        return choice.oneIn(30) ? any(choice) : choice.of("0", "0", "0", "1", "77", "65536", "4294967295");
    }
}
