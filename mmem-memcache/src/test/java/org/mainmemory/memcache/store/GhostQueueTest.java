package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The ghost queue remembers what left lately, forgets the rest, and grows without forgetting. */
class GhostQueueTest {

    private final GhostQueue ghost =
            new GhostQueue(new Chunks(Arena.ofAuto().allocate(20L << SizeClasses.PAGE_SHIFT, 64)));
    private final Random random = new Random(1);

    @Test
    void withoutMemoryItKnowsNothing() {
        ghost.add(1);
        assertFalse(ghost.remove(1));
        assertEquals(0, ghost.capacity());
    }

    @Test
    void whatWasAddedIsRemovedOnce() {
        ghost.addPage(1);
        ghost.add(42);
        assertTrue(ghost.remove(42));
        assertFalse(ghost.remove(42));
    }

    @Test
    void itRemembersAboutAsManyAsThereIsRoomForAndForgetsOldOnes() {
        ghost.addPage(1);
        long[] hashes = random.longs(4L * GhostQueue.PER_PAGE).toArray();
        for (long hash : hashes) {
            ghost.add(hash);
        }
        assertTrue(known(hashes, 3.5, 4) > 0.9, "of the last half page it knows most");
        assertTrue(known(hashes, 0, 2) < 0.05, "what is old is forgotten");
    }

    @Test
    void itRemembersNoMoreThanIsWanted() {
        ghost.addPage(1);
        ghost.remember(GhostQueue.PER_PAGE / 4);
        long[] hashes = random.longs(2L * GhostQueue.PER_PAGE).toArray();
        for (long hash : hashes) {
            ghost.add(hash);
        }
        assertTrue(known(hashes, 1.9, 2) > 0.9, "of the last tenth it knows most");
        assertTrue(known(hashes, 1, 1.5) < 0.05, "what is older is forgotten");
    }

    @Test
    void growingForgetsNothing() {
        ghost.addPage(1);
        long[] hashes = random.longs(GhostQueue.PER_PAGE / 2).toArray();
        for (long hash : hashes) {
            ghost.add(hash);
        }
        for (int page = 2; page <= 11; page++) {
            ghost.addPage(page);
        }
        assertEquals(11L * GhostQueue.PER_PAGE, ghost.capacity());
        int known = 0;
        for (long hash : hashes) {
            known += ghost.remove(hash) ? 1 : 0;
        }
        assertTrue(known > hashes.length * 0.95, known + " of " + hashes.length);
    }

    @Test
    void strangersAreSeldomTakenForGhosts() {
        ghost.addPage(1);
        for (int i = 0; i < GhostQueue.PER_PAGE; i++) {
            ghost.add(random.nextLong());
        }
        int wrong = 0;
        for (int i = 0; i < 100_000; i++) {
            wrong += ghost.remove(random.nextLong()) ? 1 : 0;
        }
        assertTrue(wrong < 200, wrong + " of 100,000");
    }

    private double known(long[] hashes, double from, double to) {
        int known = 0;
        int first = (int) (from * GhostQueue.PER_PAGE);
        int end = (int) (to * GhostQueue.PER_PAGE);
        for (int i = first; i < end; i++) {
            known += ghost.remove(hashes[i]) ? 1 : 0;
        }
        return (double) known / (end - first);
    }
}
