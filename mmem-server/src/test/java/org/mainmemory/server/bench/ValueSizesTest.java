package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueSizesTest {

    @Test
    void oneSizeIsAlwaysThatSize() {
        ValueSizes sizes = ValueSizes.parse("100");
        assertEquals(100, sizes.of(0));
        assertEquals(100, sizes.of(-1));
        assertEquals(100, sizes.largest());
    }

    @Test
    void unitsAreBinary() {
        assertEquals(900 << 10, ValueSizes.parse("900k").largest());
        assertEquals(1 << 20, ValueSizes.parse("1M").largest());
        assertEquals(0, ValueSizes.parse("0").largest());
    }

    @Test
    void aRangeReachesBothOfItsEnds() {
        assertEquals(Map.of(3, true, 4, true, 5, true), seen(ValueSizes.parse("3-5")));
    }

    @Test
    void weightsSayHowOftenASizeComes() {
        ValueSizes sizes = ValueSizes.parse("1:90,1k:9,1m");
        SplittableRandom random = new SplittableRandom(1);
        int large = 0;
        for (int at = 0; at < 100_000; at++) {
            large += sizes.of(random.nextLong()) == 1 << 20 ? 1 : 0;
        }
        assertTrue(large > 900 && large < 1100, large + " of 100000");
        assertEquals(1 << 20, sizes.largest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-5", "5-3", "10:0", "10:", "1,", "1g", "2048m", "9999999999", "1-2-3"})
    void nonsenseIsNamed(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> ValueSizes.parse(text)).getMessage();
        assertTrue(message.startsWith("not a size of values: '"), message);
    }

    private static Map<Integer, Boolean> seen(ValueSizes sizes) {
        Map<Integer, Boolean> seen = new TreeMap<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int at = 0; at < 1000; at++) {
            seen.put(sizes.of(random.nextLong()), true);
        }
        return seen;
    }
}
