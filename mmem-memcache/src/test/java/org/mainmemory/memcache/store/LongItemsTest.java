package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/** Items of several chunks, and those longer than a page. */
class LongItemsTest {

    private static final int MIB = 1 << 20;
    private static final int IN_PAGE = SizeClasses.PAGE_SIZE - Chunks.HEADER;
    private static final int IN_CHUNK = SizeClasses.MAX_CHUNK - Chunks.HEADER;

    @TempDir
    private Path directory;

    private final Random random = new Random(5);

    @Test
    void keepTheirBytesWhereverTheyAreCut() throws IOException {
        StoreSettings settings = StoreSettings.defaults(1).withMemoryLimit(256L * MIB);
        TestFile file = new TestFile(directory.resolve("memory"));
        Map<String, byte[]> stored = new HashMap<>();
        try (Store store = file.open(settings, 1, 0)) {
            StoreCaller caller = new StoreCaller(store);
            caller.now = store.startSeconds();
            for (int chunks : new int[] {0, 1, 2, 3}) {
                for (int pages : new int[] {0, 1, 2, 8, 9}) {
                    int cut = chunks * IN_CHUNK + pages * IN_PAGE;
                    int head = pages == 0 ? SizeClasses.MAX_CHUNK : SizeClasses.PAGE_SIZE;
                    int room = head - Chunks.HEADER - Chunks.CHAIN_HEADER;
                    for (int more = -12; more <= 0; more++) {
                        store(caller, stored, cut + room + more);
                    }
                }
            }
            StoreInvariants.check(store);
            compare(stored, caller);
        }
        try (Store store = file.open(settings, 1, 1)) {
            StoreInvariants.check(store);
            StoreCaller caller = new StoreCaller(store);
            caller.now = store.startSeconds();
            compare(stored, caller);
        }
    }

    private void store(StoreCaller caller, Map<String, byte[]> stored, int length) {
        byte[] value = new byte[length];
        random.nextBytes(value);
        assertEquals(Outcome.STORED, caller.set("set" + length, value));
        caller.set("append" + length, Arrays.copyOf(value, 9));
        assertEquals(Outcome.STORED,
                caller.store(Opcode.APPEND, "append" + length, Arrays.copyOfRange(value, 9, length)));
        Command command = caller.command(Opcode.SET, "pieces" + length);
        command.valueLength = length;
        Reservation reservation = new Reservation();
        assertEquals(Outcome.STORED, caller.store.reserve(command, caller.result, reservation));
        for (int at = 0; at < length;) {
            int count = Math.min(length - at, 1 + random.nextInt(30_000));
            reservation.append(MemorySegment.ofArray(value), at, count);
            at += count;
        }
        assertEquals(Outcome.STORED, caller.store.commit(reservation, caller.now, caller.result));
        stored.put("set" + length, value);
        stored.put("append" + length, value);
        stored.put("pieces" + length, value);
    }

    private static void compare(Map<String, byte[]> stored, StoreCaller caller) {
        stored.forEach((key, value) -> assertArrayEquals(value, caller.get(key), key));
    }

    /** Where the slab that needs room has the ends of such items only. */
    @Test
    void makeRoomWhenTheyAreDeadAndNothingLiveMayGo() {
        StoreSettings defaults = StoreSettings.defaults(1);
        StoreSettings settings = new StoreSettings(defaults.memoryLimitBytes(), defaults.maxItemSize(), false, true,
                defaults.slabGrowthFactor(), defaults.slabMinSize(), defaults.slabChunkMax(), 1, false,
                defaults.slabSizes(), false);
        try (Store store = Store.open(settings)) {
            StoreCaller caller = new StoreCaller(store);
            int number = 0;
            do {
                caller.command(Opcode.SET, "long" + number++).exptimeSeconds = caller.now + 10;
            } while (caller.store(caller.command, new byte[100_000]) == Outcome.STORED);
            caller.now += 20;
            for (int i = 0; i < 100; i++) {
                assertEquals(Outcome.STORED, caller.set("new" + i, new byte[16_000]), "item " + i);
            }
            StoreInvariants.check(store);
        }
    }

    @Test
    void fewGoWhenAMebibyteOfThemIsWanted() {
        for (int length : new int[] {82_000, 147_000, 212_000, 1_000_000}) {
            try (Store store = Store.open(StoreSettings.defaults(1))) {
                StoreCaller caller = new StoreCaller(store);
                int count = 150 * MIB / length;
                for (int i = 0; i < count; i++) {
                    caller.set("key" + i, new byte[length]);
                }
                Items items = store.shards()[0].items();
                int slabClass = items.memcachedClass(items.index.find(caller.command(Opcode.GET, "key" + (count - 1))));
                ShardUpkeep upkeep = store.shards()[0].upkeep();
                long before = store.stats().currItems();
                upkeep.startSearch();
                for (int moved = 0; moved < PageMoves.PAGES;) {
                    ShardUpkeep.Move move = upkeep.movePageOf(slabClass, caller.now);
                    assertNotEquals(ShardUpkeep.Move.NONE, move, "after " + moved + " pages");
                    moved += move == ShardUpkeep.Move.MOVED ? 1 : 0;
                }
                StoreInvariants.check(store);
                long lost = before - store.stats().currItems();
                assertTrue(lost <= 1 + 1.5 * MIB / length, lost + " items of " + length + " bytes");
            }
        }
    }

    @Test
    void hotOnesOutliveAScan() {
        try (Store store = Store.open(StoreSettings.defaults(1))) {
            StoreCaller caller = new StoreCaller(store);
            byte[] value = new byte[1_000_000];
            int hits = 0;
            int asked = 0;
            for (int i = 0; i < 3000; i++) {
                caller.set("scanned" + i, value);
                if (i % 2 == 0) {
                    String key = "hot" + random.nextInt(30);
                    boolean hit = caller.get(key) != null;
                    asked += i > 600 ? 1 : 0;
                    hits += i > 600 && hit ? 1 : 0;
                    if (!hit) {
                        caller.set(key, value);
                    }
                }
            }
            StoreInvariants.check(store);
            assertTrue(hits > 0.95 * asked, hits + " hits of " + asked);
        }
    }

    /** Room for one whose end is of a size that few others have costs no more than a page of such ends. */
    @Test
    void fewGoForAnOddOne() {
        try (Store store = Store.open(StoreSettings.defaults(1))) {
            StoreCaller caller = new StoreCaller(store);
            int even = SizeClasses.PAGE_SIZE + 1000;
            for (int i = 0; i < 10; i++) {
                caller.set("odd" + i, new byte[even + 4000]);
            }
            for (int i = 0; i < 3000; i++) {
                caller.set("even" + i, new byte[even]);
            }
            for (int i = 0; i < 100; i++) {
                long before = store.stats().currItems();
                assertEquals(Outcome.STORED, caller.set("another" + i, new byte[even + 4000]));
                long lost = before + 1 - store.stats().currItems();
                assertTrue(lost <= 40, lost + " items for one");
            }
            StoreInvariants.check(store);
        }
    }

    /** A short item that says, damaged, that it is long: a long one would have its lengths behind the end of memory. */
    @Test
    void whatSeemsToBeOneAtTheEndOfAFileIsDropped() throws IOException {
        StoreSettings settings = StoreSettings.defaults(1).withMemoryLimit(2 * MIB);
        TestFile file = new TestFile(directory.resolve("memory"));
        try (Store store = file.open(settings, 1, 0)) {
            StoreCaller caller = new StoreCaller(store);
            caller.now = store.startSeconds();
            for (int i = 0; i < 60_000; i++) {
                caller.set("key" + i, new byte[30]);
            }
            Items items = store.shards()[0].items();
            int page = (int) (items.chunks.memory().byteSize() >>> SizeClasses.PAGE_SHIFT) - 1;
            int size = items.classes.chunkSize(items.table.slabClass[page]);
            long last = PageTable.addressOf(page) + (SizeClasses.PAGE_SIZE / size - 1) * (long) size;
            assertTrue(items.chunks.isLinked(last));
            items.chunks.marks(last, items.chunks.marks(last) | Chunks.CHAINED);
        }
        try (Store store = file.open(settings, 1, 1)) {
            StoreInvariants.check(store);
            assertTrue(file.report().contains(" 1 not whole"), file.report());
        }
    }
}
