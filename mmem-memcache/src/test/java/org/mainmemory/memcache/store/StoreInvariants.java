package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.mainmemory.memcache.command.Command;

/**
 * Walks a whole store and asserts what must hold between any two calls: every chunk is in exactly one place, every
 * count is what a recount says. Nobody may be at work meanwhile.
 */
final class StoreInvariants {

    private final PagePool pool;
    private final Set<Integer> pages = new HashSet<>();

    private StoreInvariants(Store store) {
        pool = store.pool();
    }

    static void check(Store store) {
        StoreInvariants invariants = new StoreInvariants(store);
        long held = 0;
        long charged = 0;
        for (Shard shard : store.shards()) {
            new ShardCheck(shard.items(), invariants.pages).check();
            held += shard.heldPages();
            for (Slab slab : shard.items().slabs) {
                charged += slab.small.bytes();
            }
        }
        assertEquals(held, invariants.pool.inUse(), "pages in use");
        assertEquals(charged, invariants.pool.chargedBytes(), "bytes of queues");
        PageTable table = store.shards()[0].items().table;
        for (int page = 0; page < table.slabClass.length; page++) {
            if (!invariants.pages.contains(page)) {
                assertEquals(PageTable.NO_CLASS, table.slabClass[page],
                        "class of page " + page + ", which no slab has");
            }
        }
    }

    /** One shard's part. */
    private static final class ShardCheck {

        private final Items items;
        private final Chunks chunks;
        private final PageTable table;
        private final Set<Integer> pages;
        private final Set<Long> tailsInChains = new HashSet<>();
        private final Set<Long> tailsInPages = new HashSet<>();
        private final Command probe = new Command();
        private final long[] classItems;
        private final long[] classBytes;
        private final long[] classSmall;
        private final long[] classTemporary;
        private long linked;
        private long reserved;
        private long pins;

        ShardCheck(Items items, Set<Integer> pages) {
            this.items = items;
            this.chunks = items.chunks;
            this.table = items.table;
            this.pages = pages;
            int classes = items.classes.memcachedClasses() + 1;
            classItems = new long[classes];
            classBytes = new long[classes];
            classSmall = new long[classes];
            classTemporary = new long[classes];
        }

        void check() {
            int held = items.index.pageCount() + items.ghost.pageCount();
            items.index.pages().forEach(this::own);
            items.ghost.pages().forEach(this::own);
            for (Slab slab : items.slabs) {
                held += slab.pageCount();
                checkSlab(slab);
            }
            assertEquals(held, items.pages.held(), "pages of the shard");
            assertEquals(tailsInPages, tailsInChains, "tails");
            assertEquals(linked, items.index.entries(), "entries of the index");
            assertEquals(reserved, items.counters.reserved, "reserved");
            assertEquals(pins, items.counters.pinned, "pinned");
            assertEquals(0, items.kept, "item kept");
            assertEquals(Arrays.toString(classItems), Arrays.toString(items.counters.items), "items by class");
            assertEquals(Arrays.toString(classBytes), Arrays.toString(items.counters.bytes), "bytes by class");
            assertEquals(Arrays.toString(classSmall), Arrays.toString(items.counters.smallItems), "small by class");
            assertEquals(Arrays.toString(classTemporary), Arrays.toString(items.counters.temporaryItems),
                    "temporary by class");
        }

        private void own(int page) {
            assertTrue(page != PagePool.NONE && pages.add(page), () -> "page " + page + " has two owners");
        }

        private void checkSlab(Slab slab) {
            Set<Long> small = new HashSet<>();
            int main = 0;
            int aged = 0;
            int used = 0;
            int empty = 0;
            for (int place = 0; place < slab.pageCount(); place++) {
                int page = slab.page(place);
                own(page);
                assertEquals(place, table.place[page], "place of page");
                assertTrue(slab.holds(page));
                Set<Long> free = freeChunks(slab, page);
                int usedHere = 0;
                for (int i = 0; i < table.cut[page]; i++) {
                    long chunk = PageTable.addressOf(page) + (long) i * slab.chunkSize();
                    int state = chunks.state(chunk);
                    assertEquals(free.contains(chunk), state == Chunks.FREE, () -> "chunk " + chunk + " free or not");
                    usedHere += state == Chunks.FREE ? 0 : 1;
                    main += state == Chunks.MAIN || state == Chunks.TEMPORARY ? 1 : 0;
                    aged += state == Chunks.AGED ? 1 : 0;
                    if (state == Chunks.SMALL) {
                        small.add(chunk);
                    }
                    checkChunk(chunk, state, page);
                }
                assertEquals(usedHere, table.used[page], "used in page");
                empty += usedHere == 0 ? 1 : 0;
                assertEquals(usedHere < slab.perPage() && !slab.isClosed(page), table.inRoomList[page],
                        "in room list");
                used += usedHere;
            }
            assertEquals(used, slab.used(), "used in slab");
            assertEquals(empty, slab.emptyPages(), "empty pages");
            assertEquals(small.size() + aged, slab.smallItems, "small items");
            assertEquals(aged, slab.agedItems, "aged items");
            assertEquals(main, slab.mainItems, "main items");
            Set<Long> queued = new HashSet<>();
            for (long item : slab.small.items()) {
                queued.add(item);
            }
            assertEquals(small, queued, "small queue");
            checkRoomList(slab);
        }

        private Set<Long> freeChunks(Slab slab, int page) {
            Set<Long> free = new HashSet<>();
            for (long chunk = table.firstFree[page]; chunk != 0; chunk = chunks.next(chunk)) {
                assertEquals(page, PageTable.pageOf(chunk), "page of a free chunk");
                assertEquals(0, (chunk - PageTable.addressOf(page)) % slab.chunkSize(), "start of a free chunk");
                assertTrue(free.add(chunk), "free chunk twice in the list");
            }
            return free;
        }

        private void checkRoomList(Slab slab) {
            int before = PagePool.NONE;
            int count = 0;
            for (int page = slab.firstPageWithRoom(); page != PagePool.NONE; page = table.nextWithRoom[page]) {
                assertTrue(slab.holds(page) && table.inRoomList[page]);
                assertEquals(before, table.previousWithRoom[page], "previous page with room");
                assertTrue(table.used[page] == 0 || before == PagePool.NONE || table.used[before] > 0,
                        "an empty page stands before one that is not");
                before = page;
                count++;
            }
            for (int place = 0; place < slab.pageCount(); place++) {
                count -= table.inRoomList[slab.page(place)] ? 1 : 0;
            }
            assertEquals(0, count, "pages in the room list");
        }

        private void checkChunk(long chunk, int state, int page) {
            switch (state) {
                case Chunks.FREE -> { }
                case Chunks.TAIL -> tailsInPages.add(chunk);
                case Chunks.RESERVED -> reserved++;
                case Chunks.DETACHED -> assertTrue(chunks.pins(chunk) > 0, "detached, but nobody's");
                case Chunks.SMALL, Chunks.AGED, Chunks.MAIN, Chunks.TEMPORARY -> checkLinked(chunk, state, page);
                default -> throw new AssertionError("state " + state + " of chunk " + chunk);
            }
            if (state != Chunks.FREE && state != Chunks.TAIL && chunks.isMarked(chunk, Chunks.CHAINED)) {
                checkChain(chunk);
            }
        }

        private void checkLinked(long item, int state, int page) {
            linked++;
            probe.key(chunks.memory(), chunks.key(item), chunks.keyLength(item));
            assertEquals(item, items.index.find(probe), "what the index finds");
            int slabClass = items.memcachedClass(item);
            classItems[slabClass]++;
            classBytes[slabClass] += items.memcachedSize(item);
            classSmall[slabClass] += state == Chunks.SMALL || state == Chunks.AGED ? 1 : 0;
            classTemporary[slabClass] += state == Chunks.TEMPORARY ? 1 : 0;
            int exptime = chunks.exptime(item);
            assertTrue(exptime == 0 || table.earliestExptime[page] <= exptime, "earliest exptime of the page");
        }

        private void checkChain(long head) {
            pins += chunks.pins(head);
            long bytes = (long) chunks.headSize(head) - Chunks.keyOffset(chunks.marks(head)) - chunks.keyLength(head);
            int number = 0;
            for (long tail = chunks.firstTail(head); tail != 0; tail = chunks.next(tail)) {
                if (number < Chunks.NOTED_TAILS) {
                    assertEquals(tail, chunks.notedTail(head, number++), "tail noted in the head");
                }
                assertEquals(head, chunks.owner(tail), "owner of a tail");
                assertTrue(tailsInChains.add(tail), "tail in two chains");
                assertEquals(Chunks.TAIL, chunks.state(tail), "state of a tail");
                bytes += chunks.payloadLength(tail);
            }
            boolean arriving = chunks.state(head) == Chunks.RESERVED && bytes <= chunks.valueLength(head);
            assertTrue(arriving || bytes == chunks.valueLength(head), bytes + " bytes in the chain");
        }
    }
}
