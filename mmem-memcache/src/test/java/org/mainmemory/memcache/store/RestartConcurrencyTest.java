package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loops at work on a store in a file of which copies are taken meanwhile: worse than a kill, since a copy has the
 * beginning of the file as it was some time before the end. Whatever a copy serves is whole and under its own key.
 */
class RestartConcurrencyTest {

    private static final int LOOPS = 4;
    private static final int COPIES = 5;
    private static final int KEYS = 3_000;
    private static final int LONGEST = 50_000;
    private static final long UNTIL_STOPPED = Long.MAX_VALUE;

    private final long seed = Long.getLong("mmem.seed", new Random().nextLong());

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {64, 6})
    void noCopyServesHalfAValue(long megabytes) throws Exception {
        StoreSettings settings =
                new StoreSettings(megabytes << 20, 64 << 10, true, true, 1.25, 48, 512 << 10, LOOPS, false);
        TestFile file = new TestFile(directory.resolve("memory"));
        try (Store store = file.open(settings, LOOPS, 0)) {
            List<StoreHammer> hammers = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < LOOPS; i++) {
                hammers.add(new StoreHammer(store, seed + i, KEYS, LONGEST, UNTIL_STOPPED));
                threads.add(new Thread(hammers.getLast()));
            }
            threads.forEach(Thread::start);
            try {
                for (int i = 0; i < COPIES; i++) {
                    awaitItems(store);
                    checkCopy(file.copy(directory.resolve("copy")), settings);
                }
            } finally {
                hammers.forEach(StoreHammer::stop);
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            hammers.forEach(hammer -> assertNull(hammer.failure));
        } catch (AssertionError failure) {
            throw new AssertionError("mmem.seed=" + seed, failure);
        }
    }

    /** Now and then everything is flushed. */
    private static void awaitItems(Store store) throws InterruptedException {
        while (store.stats().currItems() < KEYS / 30) {
            Thread.sleep(1);
        }
    }

    private void checkCopy(TestFile copy, StoreSettings settings) throws IOException {
        try (Store store = copy.open(settings, 1, 1)) {
            StoreInvariants.check(store);
            assertEquals(LOOPS, store.shards().length);
            assertTrue(copy.report().endsWith(" s)"), copy.report());
            StoreHammer reader = new StoreHammer(store, seed, KEYS, LONGEST, 0);
            reader.readAll();
            StoreHammer writer = new StoreHammer(store, seed, KEYS, LONGEST, KEYS);
            writer.run();
            assertNull(writer.failure);
            StoreInvariants.check(store);
        }
    }
}
