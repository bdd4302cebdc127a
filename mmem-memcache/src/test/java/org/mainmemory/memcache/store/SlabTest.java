package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mainmemory.core.memory.Region;

/** One slab, its pages and its small queue. */
class SlabTest {

    private static final int PAGES = 64;
    private static final int CHUNK = 4096;
    private static final int PER_PAGE = SizeClasses.PAGE_SIZE / CHUNK;

    private final Region region = Region.reserve((long) (PAGES + 1) << SizeClasses.PAGE_SHIFT);
    private final Chunks chunks = new Chunks(region.segment());
    private final PagePool pool = new PagePool(region, PAGES, new Unguarded());
    private final PageAccount account = new PageAccount(pool);
    private final PageTable table = new PageTable(PAGES + 1);
    private final Slab slab = new Slab(0, CHUNK, chunks, table, account);
    private final Slab other = new Slab(1, 2 * CHUNK, chunks, table, account);

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void aPageIsCutIntoDistinctChunks() {
        Set<Long> seen = new HashSet<>();
        assertEquals(0, slab.take(Chunks.SMALL));
        slab.addPage(account.take());
        for (int i = 0; i < PER_PAGE; i++) {
            long chunk = slab.take(Chunks.SMALL);
            assertTrue(seen.add(chunk));
            assertEquals(0, chunk % CHUNK);
            assertTrue(slab.holdsChunk(chunk));
        }
        assertEquals(0, slab.take(Chunks.SMALL));
        assertEquals(PER_PAGE, slab.used());
    }

    @Test
    void aFreedChunkIsHandedOutAgainAsOneOfTheNextGeneration() {
        slab.addPage(account.take());
        long first = slab.take(Chunks.SMALL);
        slab.take(Chunks.SMALL);
        int generation = chunks.generation(first);
        slab.free(first);
        assertEquals(Chunks.FREE, chunks.state(first));
        assertEquals(first, slab.take(Chunks.MAIN));
        assertEquals(generation + 1, chunks.generation(first));
        assertEquals(Chunks.MAIN, chunks.state(first));
    }

    @Test
    void anEmptyPageGoesToThePool() {
        int page = account.take();
        slab.addPage(page);
        long chunk = slab.take(Chunks.SMALL);
        assertEquals(PAGES - 1, pool.free());
        slab.free(chunk);
        assertEquals(PAGES, pool.free());
        assertFalse(slab.holds(page));
        assertFalse(slab.holdsChunk(chunk));
        assertEquals(0, slab.pageCount());
        assertEquals(0, account.held());
    }

    @Test
    void aSlabOfManyPagesKeepsAFewEmptyOnes() {
        List<Long> taken = fill(32);
        taken.forEach(slab::free);
        assertTrue(slab.emptyPages() <= 4 && slab.pageCount() == slab.emptyPages());
        while (slab.giveEmptyPage()) {
            assertTrue(slab.pageCount() < 4);
        }
        assertEquals(PAGES, pool.free());
    }

    @Test
    void theHandPassesEveryChunkHandedOut() {
        Set<Long> expected = new HashSet<>(fill(5));
        Set<Long> passed = new HashSet<>();
        for (int i = 0; i < 5 * PER_PAGE; i++) {
            passed.add(slab.hand.advance());
        }
        assertEquals(expected, passed);
        assertEquals(0, other.hand.advance());
    }

    @Test
    void thePageToGoIsOneOfTheLeastUsed() {
        List<Long> taken = fill(64);
        for (long chunk : taken) {
            if (PageTable.pageOf(chunk) % 8 == 3 && chunk % SizeClasses.PAGE_SIZE != 0) {
                slab.free(chunk);
            }
        }
        for (int i = 0; i < 20; i++) {
            assertEquals(1, table.used[slab.nextPageToGo()]);
        }
    }

    @Test
    void theSmallQueueIsInTheOrderOfComing() {
        List<Long> taken = fill(4);
        taken.forEach(chunk -> slab.small.push(chunk, ++slab.smallItems));
        for (long chunk : taken) {
            assertEquals(chunk, slab.small.peek(0));
            assertEquals(chunk, slab.small.pop(0));
        }
        assertEquals(0, slab.small.pop(100));
        assertEquals(0, slab.small.entries());
    }

    @Test
    void entriesOfChunksThatHaveGoneAreSkipped() {
        slab.addPage(account.take());
        long stays = push();
        long moves = push();
        long goes = push();
        long reused = push();
        chunks.state(moves, Chunks.MAIN);
        slab.free(goes);
        slab.free(reused);
        assertEquals(reused, slab.take(Chunks.SMALL));
        assertEquals(stays, slab.small.pop(0));
        assertEquals(0, slab.small.pop(0), "more stale entries than wanted");
        assertEquals(0, slab.small.pop(10));
    }

    @Test
    void entriesOfAPageThatAnotherSlabHasNowAreStaleWhateverIsInIt() {
        slab.addPage(account.take());
        long chunk = push();
        int generation = chunks.generation(chunk);
        slab.free(chunk);
        other.addPage(account.take());
        long foreign = other.take(Chunks.SMALL);
        assertEquals(chunk, foreign);
        chunks.generation(foreign, generation);
        assertEquals(0, slab.small.pop(10));
        other.free(foreign);
        slab.addPage(account.take());
        assertEquals(0, slab.small.items().length, "not cut yet");
    }

    @Test
    void staleEntriesAreCleanedAway() {
        slab.addPage(account.take());
        long anchor = push();
        for (int i = 0; i < 100_000; i++) {
            slab.free(push());
            slab.smallItems--;
        }
        assertTrue(slab.small.entries() < 2_000, () -> slab.small.entries() + " entries for one item");
        assertTrue(slab.small.bytes() < 40_000);
        assertEquals(slab.small.bytes(), pool.chargedBytes());
        assertEquals(anchor, slab.small.pop(0));
        assertNotEquals(0, slab.small.bytes());
    }

    private long push() {
        long chunk = slab.take(Chunks.SMALL);
        slab.small.push(chunk, ++slab.smallItems);
        return chunk;
    }

    private List<Long> fill(int pages) {
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < pages; i++) {
            slab.addPage(account.take());
            for (int j = 0; j < PER_PAGE; j++) {
                taken.add(slab.take(Chunks.SMALL));
            }
        }
        return taken;
    }
}
