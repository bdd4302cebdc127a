package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** The hit counter shares its bytes with the marks and the last use and disturbs neither. */
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
}
