package org.mainmemory.memcache.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/** Memory that moves between classes, comes and goes, with every item accounted for. */
class PageMovesTest {

    private static final int NOW = 100;

    private final Store store = Store.open(StoreSettings.defaults(1).withMemoryLimit(16 << 20));
    private final Command command = new Command();
    private final Result result = new Result();

    @AfterEach
    void close() {
        StoreInvariants.check(store);
        store.close();
    }

    @Test
    void thinlyUsedPagesAreEmptiedAndNoItemIsLost() {
        fill("k", 1000, 6000);
        for (int i = 0; i < 1000; i++) {
            if (i % 3 != 0) {
                assertEquals(Outcome.DELETED, ask(Opcode.DELETE, "k" + i, 0));
            }
        }
        long before = store.stats().pagesFree();
        upkeep();
        StoreStats stats = store.stats();
        assertTrue(stats.pagesFree() > before + 20, before + " pages free, then " + stats.pagesFree());
        assertTrue(stats.rescues() > 0);
        assertEquals(0, stats.evictions());
        assertEquals(334, present("k", 1000));
    }

    @Test
    void longItemsMoveTooChunkByChunk() {
        fill("k", 100, 70_000);
        for (int i = 0; i < 100; i++) {
            if (i % 4 != 0) {
                ask(Opcode.DELETE, "k" + i, 0);
            }
        }
        upkeep();
        assertTrue(store.stats().chunkRescues() > 0);
        assertEquals(25, present("k", 100));
    }

    @Test
    void whatIsNotToBeTidiedStays() {
        store.tidying(false);
        fill("k", 1000, 6000);
        for (int i = 0; i < 1000; i += 2) {
            ask(Opcode.DELETE, "k" + i, 0);
        }
        upkeep();
        assertEquals(0, store.stats().rescues());
    }

    @Test
    void aReassignedPageIsKeptForTheTarget() {
        fill("k", 3000, 6000);
        int source = result.slabClass;
        long pages = row(source).totalPages();
        assertEquals(0, row(1).totalPages());
        assertEquals(Reassignment.OK, store.reassign(source, 1, NOW));
        assertEquals(Reassignment.OK, store.reassign(source, 2, NOW));
        assertEquals(Reassignment.BUSY, store.reassign(source, 1, NOW));
        upkeep();
        assertFalse(store.isReassigning());
        assertTrue(row(source).totalPages() < pages, pages + " pages, then " + row(source).totalPages());
        assertEquals(1, row(1).totalPages());
        assertEquals(1, row(2).totalPages());
        long evictions = store.stats().evictions();
        fill("s", 5000, 2);
        assertEquals(evictions, store.stats().evictions(), "small items had memory kept for them");
        assertEquals(5000, present("s", 5000));
    }

    @Test
    void theLimitGrowsAndShrinks() {
        fill("k", 3000, 6000);
        long items = store.stats().currItems();
        assertTrue(store.memoryLimit(32 << 20));
        fill("l", 2000, 6000);
        assertTrue(store.stats().currItems() >= items + 2000);
        assertTrue(store.memoryLimit(8 << 20));
        upkeep();
        StoreStats stats = store.stats();
        assertTrue(stats.pagesAccounted() <= (8 << 20) / stats.pageSize(), stats.pagesAccounted() + " pages");
        assertTrue(stats.currItems() > 500);
        assertEquals(stats.currItems(), present("k", 3000) + present("l", 2000));
        assertFalse(store.memoryLimit(1L << 50));
    }

    @Test
    void aSmallStoreOfLongItemsEvictsFewAtATime() {
        try (Store small = Store.open(new StoreSettings(3 << 20, 1 << 20, true, true, 1.25, 48, 512 << 10, 1, false))) {
            for (int i = 0; i < 100; i++) {
                key("k" + i);
                command.opcode = Opcode.SET;
                command.exptimeSeconds = 0;
                command.value(MemorySegment.ofArray(new byte[66_560]), 0, 66_560);
                assertEquals(Outcome.STORED, small.store(command, result));
            }
            assertTrue(small.stats().currItems() > 35, small.stats().currItems() + " items");
        }
    }

    private SlabClassStats row(int slabClass) {
        return store.slabClasses(NOW).get(slabClass - 1);
    }

    private void upkeep() {
        boolean more = true;
        for (int i = 0; i < 100_000 && more; i++) {
            more = store.maintain(0, NOW);
        }
        StoreInvariants.check(store);
    }

    private void fill(String name, int count, int length) {
        for (int i = 0; i < count; i++) {
            assertEquals(Outcome.STORED, ask(Opcode.SET, name + i, length));
        }
    }

    /** How many keys are there, with the value they were stored with. */
    private int present(String name, int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            key(name + i);
            command.opcode = Opcode.GET;
            PinnedItem pinned = new PinnedItem();
            if (store.pin(command, result, pinned) == Outcome.HIT) {
                assertEquals(expected(name + i, pinned.valueLength()), value(pinned));
                store.unpin(pinned);
                found++;
            }
        }
        return found;
    }

    private static String value(PinnedItem pinned) {
        OutputBuffer out = new OutputBuffer(pinned.valueLength());
        pinned.copyTo(out);
        return new String(out.bytes().asSlice(0, out.length()).toArray(ValueLayout.JAVA_BYTE), US_ASCII);
    }

    private Outcome ask(Opcode opcode, String key, int length) {
        key(key);
        command.opcode = opcode;
        if (opcode == Opcode.DELETE) {
            return store.delete(command, result);
        }
        command.exptimeSeconds = 0;
        command.value(MemorySegment.ofArray(expected(key, length).getBytes(US_ASCII)), 0, length);
        return store.store(command, result);
    }

    private static String expected(String key, int length) {
        return (key + "/").repeat(length / (key.length() + 1) + 1).substring(0, length);
    }

    private void key(String key) {
        byte[] padded = java.util.Arrays.copyOf(key.getBytes(US_ASCII), key.length() + Long.BYTES);
        command.nowSeconds = NOW;
        command.options = 0;
        command.key(MemorySegment.ofArray(padded), 0, key.length());
    }
}
