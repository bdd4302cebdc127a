package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.command.Opcode;

/** Every bit of an item is under its seal, but for those that readers and eviction change. */
class SealsTest {

    private static final int LAST_USE = 12;
    private static final int LENGTHS = 16;
    private static final int KEY_LENGTH = 18;
    private static final int STATE = 19;
    private static final int MARKS = 20;
    private static final int FURTHER_TAILS = 30;

    @TempDir
    private Path directory;

    @Test
    void aBitOfASmallItem() throws Exception {
        check(50, Chunks.HEADER + 4 + 3 + 50 + 4);
    }

    @Test
    void aBitOfAChain() throws Exception {
        check(SizeClasses.MAX_CHUNK * 2, SizeClasses.MAX_CHUNK);
    }

    private void check(int length, int bytes) throws Exception {
        byte[] value = new byte[length];
        new Random(7).nextBytes(value);
        try (Store store = new TestFile(directory.resolve("memory")).open(StoreSettings.defaults(1), 1, 0)) {
            StoreCaller caller = new StoreCaller(store);
            caller.command(Opcode.SET, "key").clientFlags = 5;
            caller.store(caller.command, value);
            Items items = store.shards()[0].items();
            long item = items.index.find(caller.command(Opcode.GET, "key"));
            BitSet free = unsealed(items.chunks, item);
            MemorySegment memory = items.chunks.memory();
            for (int bit = 0; bit < bytes * Byte.SIZE; bit++) {
                flip(memory, item, bit);
                assertEquals(free.get(bit), fits(items, item), "bit " + bit % 8 + " of byte " + bit / 8);
                flip(memory, item, bit);
            }
            caller.get("key");
            caller.now += 1_000;
            caller.get("key");
            assertTrue(items.seals.fits(item), "after reading");
            if (length > bytes) {
                flip(memory, items.chunks.firstTail(item) + Chunks.HEADER, 4711);
                assertFalse(fits(items, item), "a bit of a tail");
            }
        }
    }

    /** Whether the seal fits. A length or address that leads out of the store, which a survey sees first, is no fit. */
    private static boolean fits(Items items, long item) {
        try {
            return items.seals.fits(item);
        } catch (IndexOutOfBoundsException astray) {
            return false;
        }
    }

    /** Bits that change while the item stays the same. */
    private static BitSet unsealed(Chunks chunks, long item) {
        BitSet bits = new BitSet();
        bits.set(LAST_USE * Byte.SIZE, LENGTHS * Byte.SIZE);
        bits.set(STATE * Byte.SIZE, MARKS * Byte.SIZE);
        for (int mark = 1; mark <= Chunks.FETCHED; mark <<= 1) {
            bits.set(MARKS * Byte.SIZE + Integer.numberOfTrailingZeros(mark));
        }
        if (chunks.isMarked(item, Chunks.CHAINED)) {
            bits.set(LENGTHS * Byte.SIZE, KEY_LENGTH * Byte.SIZE);
            bits.set(FURTHER_TAILS * Byte.SIZE, Chunks.CHAIN_SEAL * Byte.SIZE);
        }
        return bits;
    }

    private static void flip(MemorySegment memory, long address, int bit) {
        long at = address + bit / Byte.SIZE;
        byte old = memory.get(ValueLayout.JAVA_BYTE, at);
        memory.set(ValueLayout.JAVA_BYTE, at, (byte) (old ^ 1 << bit % Byte.SIZE));
    }
}
