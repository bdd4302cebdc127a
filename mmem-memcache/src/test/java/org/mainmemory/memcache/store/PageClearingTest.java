package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/** What goes on beside a page that is being emptied, step by step, and after it. */
class PageClearingTest {

    private static final int MEMORY = 3 << 20;
    private static final byte[] SMALL_VALUE = new byte[32];
    private static final byte[] MIDDLE_VALUE = new byte[100];

    private static Store open(boolean evictions) {
        StoreSettings usual = StoreSettings.defaults(1).withMemoryLimit(MEMORY);
        return Store.open(new StoreSettings(MEMORY, usual.maxItemSize(), evictions, true, usual.slabGrowthFactor(),
                usual.slabMinSize(), usual.slabChunkMax(), 1, false));
    }

    /** A page that has gone may hold anything when the clearing is next asked to go on. */
    @Test
    void aPageThatClientsHaveEmptiedIsLeftAlone() {
        try (Store store = open(true)) {
            StoreCaller caller = new StoreCaller(store);
            Items items = store.shards()[0].items();
            int last = store.pool().limit();
            fill(caller);
            Slab slab = items.slabs[items.table.slabClass[last]];
            PageClearing clearing = new PageClearing(items, new Eviction(items), new PageMover(items));
            assertTrue(slab.holds(last));
            assertFalse(clearing.evict(slab, last));
            for (int step = 1; step < slab.perPage() / PageClearing.STEP; step++) {
                assertFalse(clearing.advance());
            }
            assertTrue(clearing.isActive());
            for (int i = 0; i < 2 * MEMORY / MIDDLE_VALUE.length; i++) {
                caller.delete("key" + i);
            }
            assertFalse(slab.holds(last));
            byte[] misleading = new byte[SizeClasses.PAGE_SIZE];
            Arrays.fill(misleading, (byte) (0xF8 | Chunks.MAIN));
            items.chunks.memory().asSlice(PageTable.addressOf(last)).copyFrom(
                    MemorySegment.ofArray(misleading));
            assertTrue(clearing.advance());
            assertFalse(clearing.isActive());
            StoreInvariants.check(store);
        }
    }

    @Test
    void aPageIsNotKeptForeverForWhoeverWantedIt() {
        try (Store store = open(true)) {
            StoreCaller caller = new StoreCaller(store);
            Items items = store.shards()[0].items();
            fill(caller);
            PageClearing clearing = new PageClearing(items, new Eviction(items), new PageMover(items));
            clearing.promise(items.slabs[1]);
            assertTrue(clearing.isPromisedToOtherThan(items.slabs[0]));
            assertFalse(clearing.isPromisedToOtherThan(items.slabs[1]));
            fill(caller);
            assertFalse(clearing.isPromisedToOtherThan(items.slabs[0]));
        }
    }

    private static void maintainToTheEnd(Store store, int nowSeconds) {
        boolean more;
        do {
            more = store.maintain(0, nowSeconds);
        } while (more);
    }

    private static void fill(StoreCaller caller) {
        for (int i = 0; i < 2 * MEMORY / MIDDLE_VALUE.length; i++) {
            assertEquals(Outcome.STORED, caller.set("key" + i, MIDDLE_VALUE));
        }
    }

    @Test
    void withoutEvictionsAllRoomIsUsedWhileAPageIsMoved() {
        try (Store store = open(false)) {
            StoreCaller caller = new StoreCaller(store);
            int count = 0;
            while (caller.set("key" + count, SMALL_VALUE) == Outcome.STORED) {
                count++;
            }
            for (int i = 0; i < count; i += 3) {
                caller.delete("key" + i);
            }
            assertTrue(store.maintain(0, caller.now));
            int stored = 0;
            while (caller.set("new" + stored, SMALL_VALUE) == Outcome.STORED) {
                stored++;
            }
            Items items = store.shards()[0].items();
            assertEquals(0, items.slabOf(items.index.find(caller.command(Opcode.GET, "key1"))).freeChunks());
            StoreInvariants.check(store);
        }
    }

    @Test
    void aSmallerLimitIsReachedWithoutAPause() {
        try (Store store = open(true)) {
            StoreCaller caller = new StoreCaller(store);
            fill(caller);
            maintainToTheEnd(store, caller.now);
            assertTrue(store.memoryLimit(MEMORY / 2));
            maintainToTheEnd(store, caller.now);
            assertFalse(store.pool().isOver());
            StoreInvariants.check(store);
        }
    }

    @Test
    void aShardThatCameLateGetsItsPart() {
        StoreSettings settings = StoreSettings.defaults(2).withMemoryLimit(4L * MEMORY);
        try (Store store = new Store(settings, 2, StampedGuard::new)) {
            StoreCaller caller = new StoreCaller(store);
            int key = 0;
            while (store.stats().evictions() == 0) {
                key = setIn(0, caller, key);
            }
            for (int i = 0; i < 400_000; i++) {
                key = setIn(0, caller, key);
                key = setIn(1, caller, key);
            }
            int rich = store.shards()[0].heldPages();
            int late = store.shards()[1].heldPages();
            assertTrue(late > rich * 3 / 4, rich + " pages and " + late);
            StoreInvariants.check(store);
        }
    }

    /** Sets a new key of a shard and answers the number of the next key to try. */
    private static int setIn(int shard, StoreCaller caller, int number) {
        int key = number;
        while (caller.command(Opcode.SET, "key" + key).keyHash >>> 63 != shard) {
            key++;
        }
        assertEquals(Outcome.STORED, caller.set("key" + key, SMALL_VALUE));
        return key + 1;
    }

    @Test
    void aChainGetsWhatIsLeftToOthersIfThereIsNothingElse() {
        try (Store store = Store.open(StoreSettings.defaults(1).withMemoryLimit(1 << 20))) {
            StoreCaller caller = new StoreCaller(store);
            int length = (store.pool().limit() - 3) * (SizeClasses.PAGE_SIZE - 1024);
            assertEquals(Outcome.STORED, caller.set("long", new byte[length]));
            StoreInvariants.check(store);
        }
    }
}
