package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random verbs, sizes, times and interleavings: the store answers as {@link StoreModel} does, and its books are right.
 */
class StorePropertyTest {

    private static final int SEEDS = Integer.getInteger("mmem.seeds", 3);
    private static final int STEPS = 15_000;
    private static final long MUCH = 100L << 20;
    private static final int CHECK_EVERY = 500;
    private static final int TEMPORARY_TTL = 50;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "one loop with room,         1, 1, 256, 1048576, true,  true",
        "four loops with room,       4, 8, 256, 1048576, true,  true",
        "without CAS,                1, 1, 256, 1048576, true,  false",
        "one loop short of memory,   1, 1, 8,   1048576, true,  true",
        "four loops short of memory, 4, 4, 12,  1048576, true,  true",
        "small items only,           4, 4, 3,   16384,   true,  true",
        "refusing,                   1, 1, 6,   524288,  false, true",
        "four loops refusing,        4, 4, 6,   262144,  false, false",
    })
    void answersAsTheModel(
            String name, int loops, int shards, long megabytes, int maxItemSize, boolean evictions, boolean useCas) {
        StoreSettings settings =
                new StoreSettings(megabytes << 20, maxItemSize, evictions, useCas, 1.25, 48, 512 << 10, loops, false);
        for (int i = 0; i < SEEDS; i++) {
            run(settings, shards, Long.getLong("mmem.seed", new Random().nextLong()));
        }
    }

    private static void run(StoreSettings settings, int shards, long seed) {
        int step = 0;
        try (Store store = new Store(settings, shards, settings.loops() == 1 ? Unguarded::new : StampedGuard::new)) {
            store.temporaryTtl(seed % 2 == 0 ? TEMPORARY_TTL : -1);
            StoreWalk walk = new StoreWalk(store, settings, new Random(seed));
            for (; step < STEPS; step++) {
                walk.step();
                if (step % CHECK_EVERY == 0) {
                    StoreInvariants.check(store);
                }
            }
            walk.finish();
            StoreInvariants.check(store);
            assertTrue(walk.hits() > STEPS / 200, "the walk hardly ever meets an item");
            assertEquals(settings.memoryLimitBytes() < MUCH && settings.evictions(), store.stats().evictions() > 0);
            assertEquals(!settings.evictions(), walk.refusals() > 0);
            assertEquals(0, store.stats().pinned() + store.stats().reserved());
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("mmem.seed=" + seed + " step " + step + " of " + settings, failure);
        }
    }
}
