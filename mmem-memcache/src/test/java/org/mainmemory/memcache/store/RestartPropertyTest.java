package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mainmemory.memcache.command.Exptime;

/**
 * Random verbs on a store in a file that is killed again and again: the next process has what {@link StoreModel} has,
 * and its books are right. With bytes of the file damaged it may have less, but nothing else.
 */
class RestartPropertyTest {

    private static final int SEEDS = Integer.getInteger("mmem.seeds", 1);
    private static final int LIVES = 6;
    private static final int STEPS = 1_500;
    private static final int DAMAGES = 40;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "one loop with room,         1, 1, 256, 1048576, true,  true,  false",
        "four loops with room,       4, 8, 256, 1048576, true,  true,  false",
        "without CAS,                1, 1, 256, 1048576, true,  false, false",
        "one loop short of memory,   1, 1, 8,   1048576, true,  true,  false",
        "four loops short of memory, 4, 4, 12,  1048576, true,  true,  false",
        "small items only,           4, 4, 3,   16384,   true,  true,  false",
        "refusing,                   1, 1, 6,   524288,  false, true,  false",
        "damaged with room,          1, 4, 256, 1048576, true,  true,  true",
        "damaged and short,          4, 4, 12,  1048576, true,  true,  true",
    })
    void livesOn(
            String name, int loops, int shards, long megabytes, int maxItemSize, boolean evictions, boolean useCas,
            boolean damaged) throws IOException {
        StoreSettings settings =
                new StoreSettings(megabytes << 20, maxItemSize, evictions, useCas, 1.25, 48, 512 << 10, loops, false);
        for (int i = 0; i < SEEDS; i++) {
            long seed = Long.getLong("mmem.seed", new Random().nextLong());
            try {
                run(settings, shards, damaged, new Random(seed));
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("mmem.seed=" + seed + " of " + settings, failure);
            }
        }
    }

    private void run(StoreSettings settings, int shards, boolean damaged, Random random) throws IOException {
        TestFile file = new TestFile(directory.resolve("0"));
        Files.deleteIfExists(file.path);
        Store store = file.open(settings, shards, 0);
        StoreWalk walk = new StoreWalk(store, settings, random);
        for (int life = 1; life <= LIVES; life++) {
            int steps = random.nextInt(STEPS);
            for (int step = 0; step < steps; step++) {
                walk.step();
            }
            walk.checkAll(false);
            TestFile next = file.copy(directory.resolve(Integer.toString(life % 2)));
            long items = store.stats().currItems();
            store.close();
            if (damaged) {
                damage(next, random);
            }
            store = next.open(settings, 1, walk.now() - Exptime.CLOCK_START);
            assertEquals(shards, store.shards().length);
            StoreInvariants.check(store);
            assertEquals(1, next.reports.size());
            assertTrue(damaged || next.report().contains(" 0 not whole, after an unclean stop"), next.report());
            assertTrue(store.stats().currItems() <= items);
            walk.restart(store);
            walk.checkAll(!damaged && !next.report().contains("without room"));
            StoreInvariants.check(store);
            file = next;
        }
        store.close();
    }

    /** Overwrites some places behind the superblock. */
    private static void damage(TestFile file, Random random) throws IOException {
        long size = Files.size(file.path);
        for (int i = 0; i < DAMAGES; i++) {
            byte[] bytes = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 2_000 : 3)];
            random.nextBytes(bytes);
            long limit = random.nextInt(4) == 0 ? size / 64 : size;
            long offset = Superblock.BYTES + (long) (random.nextDouble() * (limit - Superblock.BYTES - bytes.length));
            file.write(offset, bytes);
        }
    }
}
