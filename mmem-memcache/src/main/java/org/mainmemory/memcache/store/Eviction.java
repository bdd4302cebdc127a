package org.mainmemory.memcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Which item goes when memory is short: S3-FIFO (Yang et al., SOSP 2023) in each slab.
 *
 * <p>New items enter the small queue, a tenth of the slab. At its end an item that was read again moves to the main
 * queue, any other goes. Whatever goes, out of either queue, leaves its fingerprint in the ghost queue, which remembers
 * half as many keys as there are items; a key that comes back while its fingerprint is there enters the main queue at
 * once, with a hit. One that moves there from the small queue starts without any: what was read ten times in a row soon
 * after it came is not worth ten turns of the hand. As long as a slab has room the small queue is much longer; what
 * exceeds its share is aged: it keeps its turn by its place in memory, where items that came one after another mostly
 * stand one behind the other, and costs no entry in a list. The main queue is the slab itself: a hand passes over the
 * chunks in memory order, takes one hit from each item that has any and evicts the first that has none, which is FIFO
 * with reinsertion without a link to keep. It takes aged items along, once they are too few to look for. A hit costs at
 * most three bits and no move.
 *
 * <p>Ends of long items usually stand in slabs of smaller sizes. Where a slab holds nothing else, the items whose heads
 * stand together with that of one of them have the same order as any others; among others, the hand takes an end for an
 * item like them; in the slabs where heads of long items are, only heads count. Temporary items die by themselves and
 * are evicted only if there are no others. Both queues are searched {@value #STEPS} steps for a victim; then the least
 * hit item seen goes, so that no command pays for a slab full of hot items. Under the shard's lock only.
 */
final class Eviction {

    /** The small queue's share of a slab's items is one in this many. */
    static final int SMALL_SHARE = 10;
    /** Aged items are looked for if they are more than one chunk in so many. */
    private static final int AGED_SHARE = 16;
    /** One evicted key is remembered for so many items. */
    static final int ITEMS_PER_GHOST = 2;
    /** Hits that take an item from the small to the main queue. */
    private static final int PROMOTION_HITS = 1;
    /** Items or chunks looked at for a victim before the least hit one of them goes. */
    private static final int STEPS = 128;
    /** Long items that go, in their order, for room among the ends of some, before one of those goes out of order. */
    private static final int MOST_IN_VAIN = 4;

    private final Items items;
    private final Chunks chunks;
    private boolean forOthers;
    /** For which room is wanted. */
    private @Nullable Slab wanting;
    /** Evictions in a row that freed no chunk of it. */
    private int inVain;

    Eviction(Items items) {
        this.items = items;
        this.chunks = items.chunks;
    }

    /** Removes one item whose going frees a chunk of {@code slab}; false if there is none that may go. */
    boolean evictOne(Slab slab) {
        inVain = wanting == slab ? inVain : 0;
        wanting = slab;
        Slab heads = slab.items() == 0 && inVain < MOST_IN_VAIN ? slabOfHeads(slab) : slab;
        return evictFrom(heads == null ? slab : heads) || evictAny(slab);
    }

    /** Of the heads to the tails in a slab that has nothing else; null if the hand has met a free chunk. */
    private @Nullable Slab slabOfHeads(Slab slab) {
        long chunk = slab.hand.advance();
        long item = chunk == 0 ? 0 : chunks.itemOf(chunk);
        return item == 0 ? null : items.slabOf(item);
    }

    private boolean evictFrom(Slab slab) {
        if (slab.smallItems > 0 && slab.smallItems >= population(slab) / SMALL_SHARE && evictFromSmall(slab)) {
            return true;
        }
        return evictFromMain(slab) || evictFromSmall(slab);
    }

    /**
     * The same for the sake of another slab: it says nothing about the pressure on this one, and whoever enters the
     * main queue keeps its hits, as many pages may go before it can be read again.
     */
    boolean evictOneForOthers(Slab slab) {
        int pressure = slab.pressure;
        int sinceLook = slab.evictedSinceLook;
        forOthers = true;
        boolean evicted = evictOne(slab);
        forOthers = false;
        slab.pressure = pressure;
        slab.evictedSinceLook = sinceLook;
        return evicted;
    }

    /** What the small queue's share is a share of. */
    private static int population(Slab slab) {
        return tailsCount(slab) ? slab.used() : slab.items();
    }

    private static boolean tailsCount(Slab slab) {
        return slab.chunkSize() < SizeClasses.MAX_CHUNK || slab.items() == 0;
    }

    /** Removes dead items that the hand meets within {@code steps} chunks; whether there was one. */
    boolean reclaimDead(Slab slab, int steps) {
        for (int step = 0; step < steps; step++) {
            long chunk = slab.hand.advance();
            if (chunk == 0) {
                return false;
            }
            long item = victimOf(chunk);
            if (item != 0 && items.isDead(item, items.now)) {
                reclaim(item);
                return true;
            }
        }
        return false;
    }

    /** Hot items that have a chunk in {@code page}; -1 if one there is held or still arriving. */
    int hotItems(Slab slab, int page) {
        int hot = 0;
        long end = endOf(slab, page);
        for (long chunk = PageTable.addressOf(page); chunk < end; chunk += slab.chunkSize()) {
            if (chunks.state(chunk) != Chunks.FREE) {
                long item = victimOf(chunk);
                if (item == 0) {
                    return -1;
                }
                hot += isHot(item) ? 1 : 0;
            }
        }
        return hot;
    }

    /** Whether the item has been read since it came or was last spared, or dies soon by itself. */
    boolean isHot(long item) {
        return chunks.hits(item) > 0 || chunks.state(item) == Chunks.TEMPORARY;
    }

    /** Halves the hits of whatever has a chunk in {@code page}. */
    void cool(Slab slab, int page) {
        long end = endOf(slab, page);
        for (long chunk = PageTable.addressOf(page); chunk < end; chunk += slab.chunkSize()) {
            if (chunks.state(chunk) != Chunks.FREE) {
                long item = victimOf(chunk);
                chunks.hits(item, chunks.hits(item) / 2);
            }
        }
    }

    /** Removes the item that has {@code chunk}, if one that may go has: it says nothing about pressure. */
    void evictForOthers(long chunk) {
        long item = victimOf(chunk);
        if (item != 0) {
            evictUnpressed(item);
        }
    }

    private long endOf(Slab slab, int page) {
        return PageTable.addressOf(page) + (long) items.table.cut[page] * slab.chunkSize();
    }

    private boolean evictFromSmall(Slab slab) {
        return evictAged(slab) || evictQueued(slab);
    }

    /** Few aged items among many others are left to the main queue's hand. */
    private boolean evictAged(Slab slab) {
        for (int step = 0; step < STEPS && slab.agedItems > slab.used() / AGED_SHARE; step++) {
            long item = slab.agedHand.advance();
            if (item == 0) {
                return false;
            }
            if (chunks.state(item) == Chunks.AGED && leavesSmall(item)) {
                return true;
            }
        }
        return false;
    }

    /** Takes an item out of the small queue: out of memory, or, if it is wanted, into the main queue. */
    private boolean leavesSmall(long item) {
        if (items.isHeld(item)) {
            items.promote(item);
            return false;
        }
        if (items.isDead(item, items.now)) {
            reclaim(item);
            return true;
        }
        if (chunks.hits(item) < PROMOTION_HITS) {
            evict(item);
            return true;
        }
        items.promote(item);
        if (!forOthers) {
            chunks.hits(item, 0);
        }
        return false;
    }

    private boolean evictQueued(Slab slab) {
        long promoted = 0;
        for (int step = 0; step < STEPS && slab.smallItems > 0; step++) {
            long item = slab.small.pop(STEPS);
            if (item == 0) {
                break;
            }
            if (leavesSmall(item)) {
                return true;
            }
            promoted = items.isHeld(item) ? promoted : item;
        }
        if (promoted == 0) {
            return false;
        }
        evict(promoted);
        return true;
    }

    private boolean evictFromMain(Slab slab) {
        boolean tailsToo = tailsCount(slab);
        long leastHit = 0;
        int leastHits = Chunks.MOST_HITS + 1;
        for (int step = 0; step < STEPS && leastHits > 0; step++) {
            long chunk = slab.hand.advance();
            long item = chunk == 0 ? 0 : mainItem(chunk, tailsToo);
            if (item == 0) {
                continue;
            }
            if (chunks.state(item) == Chunks.AGED) {
                if (leavesSmall(item)) {
                    return true;
                }
                continue;
            }
            if (items.isDead(item, items.now)) {
                reclaim(item);
                return true;
            }
            if (chunks.state(item) == Chunks.TEMPORARY) {
                continue;
            }
            int hits = chunks.hits(item);
            if (hits < leastHits) {
                leastHit = item;
                leastHits = hits;
            }
            chunks.hits(item, Math.max(0, hits - 1));
        }
        if (leastHit == 0) {
            return false;
        }
        evict(leastHit);
        return true;
    }

    /** The last resort, for slabs where few chunks may go: one turn of the hand for whatever does. */
    private boolean evictAny(Slab slab) {
        for (int step = slab.chunks(); step > 0; step--) {
            long chunk = slab.hand.advance();
            long item = chunk == 0 ? 0 : victimOf(chunk);
            if (item != 0) {
                evict(item);
                return true;
            }
        }
        return false;
    }

    /** The item of the main queue, or a temporary one, that goes if {@code chunk} is to be freed; 0 if none may. */
    private long mainItem(long chunk, boolean tailsToo) {
        int state = chunks.state(chunk);
        boolean counts = state == Chunks.MAIN || state == Chunks.AGED || state == Chunks.TEMPORARY
                || (state == Chunks.TAIL && tailsToo);
        return counts ? victimOf(chunk) : 0;
    }

    /** The item that {@code chunk} belongs to; 0 if that is none, or may not go. */
    long victimOf(long chunk) {
        long item = chunks.itemOf(chunk);
        return item != 0 && !items.isHeld(item) ? item : 0;
    }

    private void reclaim(long item) {
        int slabClass = items.memcachedClass(item);
        items.counters.reclaimed[slabClass]++;
        if (!chunks.isMarked(item, Chunks.FETCHED)) {
            items.counters.expiredUnfetched[slabClass]++;
        }
        items.unlink(item, items.hash(item));
    }

    /** Evicts for want of room in a slab: what the item has in others says nothing about those. */
    private void evict(long item) {
        inVain++;
        press(item, wanting);
        for (long tail = chunks.firstTail(item); tail != 0; tail = chunks.next(tail)) {
            press(tail, wanting);
        }
        evictUnpressed(item);
    }

    private void press(long chunk, @Nullable Slab slab) {
        if (slab != null && slab.holdsChunk(chunk)) {
            slab.pressure++;
            slab.evictedSinceLook++;
            inVain = 0;
        }
    }

    private void evictUnpressed(long item) {
        tell(item);
        long hash = items.hash(item);
        items.ghost.remember(items.index.entries() / ITEMS_PER_GHOST);
        items.ghost.add(hash);
        count(item);
        items.unlink(item, hash);
    }

    private void tell(long item) {
        EvictionListener listener = items.evictionListener;
        if (listener != null) {
            ItemFacts facts = new ItemFacts(items);
            facts.show(items, item);
            listener.evicted(facts, items.now);
        }
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
    }
}
