package org.mainmemory.memcache.store;

import org.jspecify.annotations.Nullable;

/**
 * A place in the store, for those who look at all items in slices: see {@link Store#walk}.
 *
 * <p>Pages of a slab are passed from the last to the first, so that none slips past when one leaves and the last takes
 * its place; an item may then be seen twice. What is stored during the walk may be seen or not. One owner.
 */
public final class ItemWalk {

    private static final int CHUNKS_PER_SLICE = 256;

    private @Nullable ItemFacts facts;
    private int shard;
    private int slab;
    /** The pages of the slab below this place are still to be passed. */
    private int place = Integer.MAX_VALUE;
    private int page = PagePool.NONE;
    private int chunk;

    /** Number of the shard that the walk has come to. */
    int shard() {
        return shard;
    }

    /** Goes on with the next shard. */
    void nextShard() {
        shard++;
        slab = 0;
        place = Integer.MAX_VALUE;
        page = PagePool.NONE;
    }

    /** Shows some live items of a shard, whose lock is held; false if those were the last ones. */
    boolean slice(Items items, ItemVisitor visitor) {
        int left = CHUNKS_PER_SLICE;
        while (left > 0) {
            if (page == PagePool.NONE && !nextPage(items)) {
                return false;
            }
            Slab owner = items.slabs[slab];
            int end = owner.holds(page) ? Math.min(items.table.cut[page], chunk + left) : chunk;
            int start = chunk;
            for (; chunk < end; chunk++) {
                if (!show(items, PageTable.addressOf(page) + (long) chunk * owner.chunkSize(), visitor)) {
                    return true;
                }
            }
            left -= chunk - start;
            if (!owner.holds(page) || chunk >= items.table.cut[page]) {
                page = PagePool.NONE;
            }
        }
        return true;
    }

    private boolean show(Items items, long item, ItemVisitor visitor) {
        if (!items.chunks.isLinked(item) || items.isDead(item, items.now)) {
            return true;
        }
        if (facts == null) {
            facts = new ItemFacts(items);
        }
        facts.show(items, item);
        return visitor.visit(facts);
    }

    private boolean nextPage(Items items) {
        while (slab < items.slabs.length) {
            place = Math.min(place, items.slabs[slab].pageCount());
            if (place > 0) {
                page = items.slabs[slab].page(--place);
                chunk = 0;
                return true;
            }
            slab++;
            place = Integer.MAX_VALUE;
        }
        return false;
    }
}
