package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.command.Outcome;

/** Which items go, and for the sake of what. */
class EvictionTest {

    private static final int MEMORY = 3 << 20;
    /** So many bytes that the memory holds fewer than 6,000 items. */
    private static final byte[] VALUE = new byte[500];
    private static final int STORED = 45_000;
    private static final int OLD = STORED - 12_000;
    /** One item in so many is read once, soon after it was stored. */
    private static final int READ_STEP = 3;
    private static final int MOST_LEFT = 50;
    private static final int FEW = 500;

    /** When a store is full for the first time nearly all that it holds is over the small queue's share. */
    @Test
    void whatIsNeverReadGoesEvenIfItCameFirst() {
        try (Store store = Store.open(StoreSettings.defaults(1).withMemoryLimit(MEMORY))) {
            StoreCaller caller = new StoreCaller(store);
            for (int i = 0; i < STORED; i++) {
                caller.set("key" + i, VALUE);
                if (i % READ_STEP == 0) {
                    assertNotNull(caller.get("key" + i));
                }
            }
            int left = 0;
            for (int i = 0; i < OLD; i++) {
                left += i % READ_STEP != 0 && caller.get("key" + i) != null ? 1 : 0;
            }
            assertTrue(left <= MOST_LEFT, left + " are left");
            StoreInvariants.check(store);
        }
    }

    @Test
    void chainsLeaveShortItemsRoom() {
        try (Store store = Store.open(StoreSettings.defaults(1).withMemoryLimit(MEMORY))) {
            StoreCaller caller = new StoreCaller(store);
            byte[] chain = new byte[4 * SizeClasses.MAX_CHUNK];
            int stored = 0;
            while (store.stats().evictions() == 0) {
                assertEquals(Outcome.STORED, caller.set("long" + stored++, chain));
            }
            long evictions = store.stats().evictions();
            for (int i = 0; i < FEW; i++) {
                assertEquals(Outcome.STORED, caller.set("short" + i, VALUE));
            }
            assertEquals(evictions, store.stats().evictions());
            assertEquals(stored - evictions + FEW, store.stats().currItems());
            StoreInvariants.check(store);
        }
    }
}
