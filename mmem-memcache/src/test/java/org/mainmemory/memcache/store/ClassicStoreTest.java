package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.memcache.command.Outcome;

/** A store that deals with memory as memcached 1.4 did. */
class ClassicStoreTest {

    /** A page of memcached's each, when header and key are added. */
    private static final byte[] VALUE = new byte[(1 << 20) - 250];
    private static final int MEGABYTES = 64;

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void asManyFitAsThereAreMegabytesAndTheOldestGoFirst(int loops) {
        try (Store store = Store.open(classic(loops))) {
            StoreCaller caller = new StoreCaller(store);
            for (int i = 0; i < MEGABYTES + 40; i++) {
                assertEquals(Outcome.STORED, caller.set("key" + i, VALUE));
            }
            assertEquals(40, store.stats().evictions());
            for (int i = 0; i < 40; i++) {
                assertNull(caller.get("key" + i));
            }
            assertNotNull(caller.get("key40"));
            StoreInvariants.check(store);
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void inFlatModeAHitWithinAMinuteDoesNotCount(int loops) {
        try (Store store = Store.open(classic(loops))) {
            StoreCaller caller = new StoreCaller(store);
            store.flat(true);
            caller.set("read at once", VALUE);
            caller.set("read later", VALUE);
            assertNotNull(caller.get("read at once"));
            caller.now += 61;
            assertNotNull(caller.get("read later"));
            for (int i = 0; i < MEGABYTES; i++) {
                caller.set("key" + i, VALUE);
            }
            assertNull(caller.get("read at once"));
            assertNotNull(caller.get("read later"));
        }
    }

    private static StoreSettings classic(int loops) {
        StoreSettings settings = StoreSettings.defaults(loops);
        return new StoreSettings(settings.memoryLimitBytes(), settings.maxItemSize(), true, true, 1.25, 48, 1 << 20,
                loops, true);
    }
}
