package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/** Memory follows the load when the sizes of values change, all within one second of the store's clock. */
class SizeShiftTest {

    private static final long MEMORY = 24L << 20;
    private static final int[] SIZES = {200, 2_000, 100_000, 2_000, 200};
    private static final int LARGEST = 900_000;
    /** What the values of one load take together, in parts of the memory. */
    private static final double WORKING_SET = 1.5;
    private static final int TURNOVERS = 3;
    private static final int OVERHEAD = 45;
    private static final double NEAR = 0.6;

    /** One load: random keys of its own; what is missed is stored. */
    private static final class Load {

        private final StoreCaller caller;
        private final Random random = new Random(1);
        private final byte[] noise = new byte[LARGEST];
        private long hits;
        private long reads;

        Load(Store store) {
            caller = new StoreCaller(store);
        }

        /** Reads until {@code turnovers} times the memory has been stored; the part of reads that hit. */
        double run(int size, double turnovers) {
            hits = 0;
            reads = 0;
            int keys = (int) (WORKING_SET * MEMORY / (size + OVERHEAD));
            byte[] value = new byte[size];
            for (double stored = 0; stored < turnovers * MEMORY;) {
                stored += readOrStore("size-" + size + "-" + random.nextInt(keys), value) ? 0 : size + OVERHEAD;
            }
            return (double) hits / reads;
        }

        boolean readOrStore(String key, byte[] value) {
            reads++;
            Command command = caller.command(Opcode.GET, key);
            if (caller.store.get(command, caller.result, caller) != Outcome.NOT_FOUND) {
                caller.rewind();
                hits++;
                return true;
            }
            assertEquals(Outcome.STORED, caller.set(key, value));
            return false;
        }

        /** Values of all sizes, ten times what there is memory for. */
        void mix() {
            for (double stored = 0; stored < 10.0 * MEMORY;) {
                int size = (int) (100 * Math.pow(LARGEST / 100.0, random.nextDouble()));
                readOrStore("mixed-" + random.nextInt(1_000_000), java.util.Arrays.copyOf(noise, size));
                stored += size;
            }
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void theNewLoadSoonHitsAsInAFreshStore(int loops) {
        StoreSettings settings = StoreSettings.defaults(loops).withMemoryLimit(MEMORY);
        Map<Integer, Double> freshRatios = new HashMap<>();
        try (Store store = open(settings)) {
            Load load = new Load(store);
            for (int size : SIZES) {
                load.run(size, TURNOVERS);
                double shifted = load.run(size, 1);
                double fresh = freshRatios.computeIfAbsent(size, wanted -> fresh(settings, wanted));
                assertTrue(shifted > NEAR * fresh, () -> size + " bytes: " + shifted + " instead of " + fresh);
                StoreInvariants.check(store);
            }
        }
    }

    /** A size that nobody stores any more gives its pages at once: the new one hardly evicts items of its own. */
    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void anIdleSizeMakesRoomForANewOne(int loops) {
        try (Store store = open(StoreSettings.defaults(loops).withMemoryLimit(MEMORY))) {
            StoreCaller caller = new StoreCaller(store);
            for (int i = 0; i < MEMORY / 10_000; i++) {
                caller.set("old" + i, new byte[11_000]);
                caller.get("old" + i);
            }
            int count = (int) (MEMORY / 4 / 3_000);
            for (int i = 0; i < count; i++) {
                caller.set("new" + i, new byte[3_000]);
            }
            int held = 0;
            for (int i = 0; i < count; i++) {
                held += caller.get("new" + i) == null ? 0 : 1;
            }
            assertTrue(held > 0.9 * count, held + " of " + count);
            StoreInvariants.check(store);
        }
    }

    /** One shard for one loop, else two, which little memory would not get by itself. */
    private static Store open(StoreSettings settings) {
        return settings.loops() == 1 ? Store.open(settings) : new Store(settings, 2, StampedGuard::new);
    }

    private static double fresh(StoreSettings settings, int size) {
        try (Store store = open(settings)) {
            Load load = new Load(store);
            load.run(size, 2);
            return load.run(size, 1);
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void valuesOfAllSizesNeverMeetTheEndOfMemory(int loops) {
        try (Store store = open(StoreSettings.defaults(loops).withMemoryLimit(MEMORY))) {
            new Load(store).mix();
            StoreInvariants.check(store);
        }
    }
}
