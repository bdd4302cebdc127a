package org.mainmemory.memcache.store;

/**
 * Which item goes when memory is short: S3-FIFO (Yang et al., SOSP 2023) in each slab.
 *
 * <p>New items enter the small queue, a tenth of the slab. At its end an item that was read again moves to the main
 * queue, any other goes and leaves its fingerprint in the ghost queue; a key that comes back while its fingerprint is
 * there enters the main queue at once. The main queue is the slab itself: a hand passes over the chunks in memory order,
 * takes one hit from each item that has any and evicts the first that has none, which is FIFO with reinsertion without a
 * link to keep. A hit therefore costs two bits and no move.
 *
 * <p>The hand takes at most {@value #HAND_STEPS} steps for a victim; then the least hit item it saw goes, so that
 * no command pays for a slab full of hot items. Under the shard's lock only.
 */
final class Eviction {

    /** The small queue's share of a slab's items is one in this many. */
    private static final int SMALL_SHARE = 10;
    /** Hits that take an item from the small to the main queue. */
    private static final int PROMOTION_HITS = 1;
    private static final int HAND_STEPS = 128;
    private static final int MOST_HITS = 4;

    private final Items items;
    private final Chunks chunks;

    Eviction(Items items) {
        this.items = items;
        this.chunks = items.chunks;
    }

    /** Removes one item whose going frees a chunk of {@code slab}; false if there is none that may go. */
    boolean evictOne(Slab slab) {
        if (slab.smallItems > 0
                && slab.smallItems >= slab.items() / SMALL_SHARE
                && evictFromSmall(slab)) {
            return true;
        }
        return evictFromMain(slab) || evictFromSmall(slab);
    }

    /** Removes dead items that the hand meets within {@code steps} chunks; whether there was one. */
    boolean reclaimDead(Slab slab, int steps) {
        for (int step = 0; step < steps; step++) {
            long item = slab.advanceHand();
            if (item == 0) {
                return false;
            }
            if (chunks.isLinked(item) && items.isDead(item, items.now) && !items.isHeld(item)) {
                reclaim(item);
                return true;
            }
        }
        return false;
    }

    /** Removes every item that has a chunk in {@code page}, unless one of them is held or still arriving. */
    boolean evictPage(Slab slab, int page) {
        long start = PageTable.addressOf(page);
        long end = start + (long) items.table.cut[page] * slab.chunkSize();
        for (long chunk = start; chunk < end; chunk += slab.chunkSize()) {
            if (chunks.state(chunk) != Chunks.FREE && victimOf(chunk) == 0) {
                return false;
            }
        }
        for (long chunk = start; chunk < end && slab.holds(page); chunk += slab.chunkSize()) {
            if (chunks.state(chunk) != Chunks.FREE) {
                evict(victimOf(chunk));
            }
        }
        return true;
    }

    private boolean evictFromSmall(Slab slab) {
        while (slab.smallItems > 0) {
            long item = slab.small.pop();
            if (item == 0) {
                throw new IllegalStateException(slab.smallItems + " small items are in no queue");
            }
            if (items.isHeld(item)) {
                items.promote(item);
            } else if (items.isDead(item, items.now)) {
                reclaim(item);
                return true;
            } else if (chunks.hits(item) >= PROMOTION_HITS) {
                items.promote(item);
                chunks.hits(item, 0);
            } else {
                evict(item);
                return true;
            }
        }
        return false;
    }

    private boolean evictFromMain(Slab slab) {
        boolean ownItems = slab.items() > 0;
        long leastHit = 0;
        int leastHits = MOST_HITS;
        for (int step = 0; step < HAND_STEPS || leastHit == 0 && step < slab.chunksCut(); step++) {
            long chunk = slab.advanceHand();
            long item = chunk == 0 ? 0 : mainVictim(chunk, ownItems);
            if (item == 0) {
                continue;
            }
            if (items.isDead(item, items.now)) {
                reclaim(item);
                return true;
            }
            int hits = chunks.hits(item);
            if (hits < leastHits) {
                leastHit = item;
                leastHits = hits;
            }
            if (hits == 0) {
                break;
            }
            chunks.hits(item, hits - 1);
        }
        if (leastHit == 0) {
            return false;
        }
        evict(leastHit);
        return true;
    }

    /** The item of the main queue that goes if {@code chunk} is to be freed; 0 if none may. */
    private long mainVictim(long chunk, boolean ownItems) {
        int state = chunks.state(chunk);
        boolean candidate = state == Chunks.MAIN || state == Chunks.TAIL && !ownItems;
        return candidate ? victimOf(chunk) : 0;
    }

    /** The linked item that {@code chunk} belongs to, 0 if it is not linked or held. */
    private long victimOf(long chunk) {
        long item = chunks.state(chunk) == Chunks.TAIL ? chunks.owner(chunk) : chunk;
        return chunks.isLinked(item) && !items.isHeld(item) ? item : 0;
    }

    private void reclaim(long item) {
        int slabClass = items.memcachedClass(item);
        items.counters.reclaimed[slabClass]++;
        if (!chunks.isMarked(item, Chunks.FETCHED)) {
            items.counters.expiredUnfetched[slabClass]++;
        }
        items.unlink(item, items.hash(item));
    }

    private void evict(long item) {
        long hash = items.hash(item);
        if (chunks.state(item) == Chunks.SMALL) {
            items.ghost.add(hash);
        }
        count(item);
        items.unlink(item, hash);
    }

    private void count(long item) {
        ShardCounters counters = items.counters;
        int slabClass = items.memcachedClass(item);
        counters.evicted[slabClass]++;
        if (chunks.exptime(item) != 0) {
            counters.evictedNonzero[slabClass]++;
        }
        if (!chunks.isMarked(item, Chunks.FETCHED)) {
            counters.evictedUnfetched[slabClass]++;
        }
        if (chunks.hits(item) > 1) {
            counters.evictedActive[slabClass]++;
        }
        counters.lastVictimIdleSeconds[slabClass] = items.now - chunks.lastUse(item);
        Slab slab = items.slabOf(item);
        slab.pressure++;
        slab.evictionsSinceLook++;
    }
}
