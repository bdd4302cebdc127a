package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.command.Command;

/** Hits, marks and the last use share bytes and do not disturb each other; keys are compared byte for byte. */
class ChunksTest {

    private static final long ITEM = 64;

    private final Chunks chunks = new Chunks(Arena.ofAuto().allocate(SizeClasses.PAGE_SIZE, Long.BYTES));

    @Test
    void hitsMarksAndLastUseDoNotDisturbEachOther() {
        chunks.marks(ITEM, Chunks.STALE | Chunks.FETCHED);
        for (int hits = 0; hits <= Chunks.MOST_HITS; hits++) {
            chunks.hits(ITEM, hits);
            chunks.lastUse(ITEM, Integer.MAX_VALUE - hits);
            assertEquals(hits, chunks.hits(ITEM));
            assertEquals(Integer.MAX_VALUE - hits, chunks.lastUse(ITEM));
            assertEquals(Chunks.STALE | Chunks.FETCHED, chunks.marks(ITEM) & ~Chunks.HITS & 0xFF);
        }
        chunks.hits(ITEM, 0);
        assertEquals(0, chunks.hits(ITEM));
    }

    @Test
    void keysAreEqualThatAgreeInEachByte() {
        Command command = new Command();
        for (int length = 1; length <= 40; length++) {
            byte[] key = new byte[length];
            new Random(length).nextBytes(key);
            command.key(MemorySegment.ofArray(key), 0, length);
            chunks.marks(ITEM, 0);
            chunks.keyLength(ITEM, length);
            MemorySegment.copy(MemorySegment.ofArray(key), 0, chunks.memory(), chunks.key(ITEM), length);
            assertTrue(chunks.keyEquals(ITEM, command));
            for (int i = 0; i < length; i++) {
                key[i]++;
                assertFalse(chunks.keyEquals(ITEM, command), "byte " + i + " of " + length);
                key[i]--;
            }
            chunks.keyLength(ITEM, length + 1);
            assertFalse(chunks.keyEquals(ITEM, command), "another length");
        }
    }
}
