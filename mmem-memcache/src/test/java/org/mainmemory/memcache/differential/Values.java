package org.mainmemory.memcache.differential;

/** Values of all lengths, some of them numbers. */
final class Values {

    /** Items up to this size are stored. */
    private static final int MAX_ITEM = 1 << 20;

    private Values() {
    }

    /** Bytes to store. */
    static String any(Choice choice) {
        return switch (choice.below(40)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> Integer.toString(choice.below(2000));
            case 8 -> choice.of("18446744073709551615", "18446744073709551616", "9", "99", "10", "00010",
                    "9999999999999999999", "1234567890123456789012");
            case 9 -> choice.of(" 5", "5 ", "+5", "-5", "5a", "a5", "\t5", "5\r", "5\0", "\0005", "0x1", "5 5", "1.5");
            case 10 -> "";
            case 11 -> "\r\nx";
            case 12 -> choice.of("END\r\n", "get a\r\n", "\r\nget a\r\n", "\n+", "mn\r\n", "\u0080\u0081\0");
            case 13 -> "v".repeat(100 + choice.below(2000));
            case 14 -> choice.oneIn(8) ? large(choice) : "w".repeat(300);
            default -> "v".repeat(1 + choice.below(12));
        };
    }

    private static String large(Choice choice) {
        return switch (choice.below(8)) {
            case 0 -> "l".repeat(MAX_ITEM - 400 + choice.below(400));
            case 1 -> "e".repeat(MAX_ITEM / 2 - 80 + choice.below(80));
            default -> "m".repeat(4000 + choice.below(60_000));
        };
    }
}
