package org.mainmemory.memcache.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Random;

/** Random keys and values of all sizes for {@link StoreWalk}. */
final class StoreWords {

    /** Keys there are. */
    static final int MANY_KEYS = 1_500;

    private static final int FEW_KEYS = 150;
    private static final String[] NUMBERS = {
        "0", "7", "99", "18446744073709551615", "18446744073709551616", "  +12  ", "9x", "", "-1", "5 x", "\t1", "+"
    };

    private final Random random;
    private final int maxItemSize;
    private final boolean roomy;
    private final byte[] noise;

    /** With {@code roomy} only few of the keys. */
    StoreWords(Random random, int maxItemSize, boolean roomy) {
        this.random = random;
        this.maxItemSize = maxItemSize;
        this.roomy = roomy;
        noise = new byte[2 * maxItemSize];
        random.nextBytes(noise);
    }

    String key() {
        return key(random.nextInt(roomy || random.nextBoolean() ? FEW_KEYS : MANY_KEYS));
    }

    static String key(int number) {
        String digits = Integer.toString(number);
        return number % 50 == 0 ? digits + "k".repeat(250 - digits.length()) : digits;
    }

    byte[] value() {
        int dice = random.nextInt(100);
        if (dice < 12) {
            return NUMBERS[random.nextInt(NUMBERS.length)].getBytes(ISO_8859_1);
        }
        int length = dice < 50 ? random.nextInt(100)
                : dice < 75 ? random.nextInt(3_000)
                : dice < 96 ? random.nextInt(Math.min(60_000, maxItemSize))
                : random.nextInt(maxItemSize + maxItemSize / 10);
        int from = random.nextInt(noise.length - length + 1);
        byte[] value = new byte[length];
        System.arraycopy(noise, from, value, 0, length);
        return value;
    }
}
