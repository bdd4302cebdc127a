package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/** Items that have so little to live that they are let live, and what is told of queues. */
class TemporaryItemsTest {

    private static final int TTL = 60;
    private static final int FEW = 100;
    private static final int MORE_THAN_FIT = 30_000;
    private static final byte[] VALUE = new byte[1000];

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void theyOutliveAFloodButNotTheirTime(int loops) {
        try (Store store = Store.open(settings(loops))) {
            StoreCaller caller = new StoreCaller(store);
            store.temporaryTtl(TTL);
            for (int i = 0; i < FEW; i++) {
                set(caller, "short" + i, TTL);
                set(caller, "long" + i, TTL + 1);
            }
            assertEquals(FEW, temporaryItems(caller));
            flood(caller, 0);
            int shortLeft = 0;
            int longLeft = 0;
            for (int i = 0; i < FEW; i++) {
                shortLeft += caller.get("short" + i) == null ? 0 : 1;
                longLeft += caller.get("long" + i) == null ? 0 : 1;
            }
            assertEquals(FEW, shortLeft);
            assertEquals(0, longLeft);
            StoreInvariants.check(store);
            caller.now += TTL;
            flood(caller, 0);
            assertNull(caller.get("short0"));
            assertTrue(temporaryItems(caller) < FEW, "the dead are met and removed");
            StoreInvariants.check(store);
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void theyGoIfThereAreNoOthers(int loops) {
        try (Store store = Store.open(settings(loops))) {
            StoreCaller caller = new StoreCaller(store);
            store.temporaryTtl(TTL);
            flood(caller, TTL);
            assertTrue(store.stats().evictions() > 0);
            assertEquals(store.stats().currItems(), temporaryItems(caller));
            assertNotNull(caller.get("flood" + (MORE_THAN_FIT - 1)));
            StoreInvariants.check(store);
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void anItemBecomesOneOrCeasesToBeWhenItIsStoredAgain(int loops) {
        try (Store store = Store.open(settings(loops))) {
            StoreCaller caller = new StoreCaller(store);
            set(caller, "k", TTL);
            assertEquals(0, temporaryItems(caller));
            store.temporaryTtl(TTL);
            set(caller, "k", TTL);
            assertEquals(1, temporaryItems(caller));
            StoreInvariants.check(store);
            set(caller, "k", 0);
            assertEquals(0, temporaryItems(caller));
            set(caller, "k", 1);
            store.temporaryTtl(-1);
            assertEquals(1, temporaryItems(caller));
            StoreInvariants.check(store);
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void movesAreCounted(int loops) {
        try (Store store = Store.open(settings(loops))) {
            StoreCaller caller = new StoreCaller(store);
            for (int i = 0; i < FEW; i++) {
                set(caller, "k" + i, 0);
            }
            assertEquals(FEW - FEW / 10, store.stats().movesToCold());
            assertEquals(0, store.stats().movesToWarm());
            assertNotNull(caller.get("k1"));
            assertNotNull(caller.get("k1"));
            assertNotNull(caller.get("k2"));
            assertEquals(2, store.stats().movesToWarm());
        }
    }

    private static StoreSettings settings(int loops) {
        return new StoreSettings(8 << 20, 1 << 19, true, true, 1.25, 48, 512 << 10, loops, false);
    }

    private static void set(StoreCaller caller, String key, int ttl) {
        Command command = caller.command(Opcode.SET, key);
        command.exptimeSeconds = ttl == 0 ? 0 : caller.now + ttl;
        assertEquals(Outcome.STORED, caller.store(command, VALUE));
    }

    /** Every other item is read, so that the main queue has its share of them. */
    private static void flood(StoreCaller caller, int ttl) {
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            set(caller, "flood" + i, ttl);
            if (i % 2 == 0) {
                assertNotNull(caller.get("flood" + i));
            }
        }
    }

    private static long temporaryItems(StoreCaller caller) {
        return caller.store.slabClasses(caller.now).stream().mapToLong(SlabClassStats::temporaryItems).sum();
    }
}
