package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RequestSourceTest {

    @Test
    void fillingSetsEachKeyOnceWhateverTheNumberOfLoops() {
        LoadSettings settings = Loads.settings("--fill", "--keys", "1001", "--threads", "3");
        List<Long> keys = new ArrayList<>();
        for (int loop = 0; loop < 3; loop++) {
            RequestSource source = new RequestSource(settings, loop);
            while (source.next()) {
                assertTrue(source.isSet());
                assertEquals(1, source.keyCount());
                keys.add(source.key(0));
            }
            assertFalse(source.next());
        }
        assertEquals(LongStream.range(0, 1001).boxed().toList(), keys.stream().sorted().toList());
    }

    @Test
    void theSameSeedAsksTheSame() {
        LoadSettings settings = Loads.settings("--seed", "5", "--keys-per-get", "3");
        assertEquals(first(100, settings, 0), first(100, settings, 0));
        assertFalse(first(100, settings, 0).equals(first(100, settings, 1)));
        assertFalse(first(100, settings, 0).equals(first(100, Loads.settings("--keys-per-get", "3"), 0)));
    }

    @Test
    void setsAndGetsComeInTheirRatio() {
        RequestSource source = new RequestSource(Loads.settings("--ratio", "1:9"), 0);
        int sets = 0;
        for (int at = 0; at < 100_000; at++) {
            assertTrue(source.next());
            sets += source.isSet() ? 1 : 0;
        }
        assertTrue(sets > 9_500 && sets < 10_500, sets + " sets in 100000");
    }

    private static List<String> first(int count, LoadSettings settings, int loop) {
        RequestSource source = new RequestSource(settings, loop);
        List<String> made = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            assertTrue(source.next());
            made.add((source.isSet() ? "set " : "get ") + LongStream.range(0, source.keyCount())
                    .map(key -> source.key((int) key)).boxed().toList());
        }
        return made;
    }
}
