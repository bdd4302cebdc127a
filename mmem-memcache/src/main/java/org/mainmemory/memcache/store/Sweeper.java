package org.mainmemory.memcache.store;

/**
 * Removes dead items that nobody asks for, a page at a time: a pass looks at each page of the shard, and into it only
 * if something in it may be dead. Under the shard's lock only.
 */
final class Sweeper {

    /** Pages looked at in a slice if none has to be looked into. */
    private static final int PAGES_PER_SLICE = 512;
    /** Flushes after which old epochs could come again. */
    private static final int MOST_FLUSHES = 250;

    private final Items items;
    private final Chunks chunks;
    private int slab;
    /** The pages of the slab below this place are still to be looked at. */
    private int place = Integer.MAX_VALUE;
    /** Flushes whose items no whole pass has removed yet. */
    private int flushes;
    private int flushesAtStart;

    Sweeper(Items items) {
        this.items = items;
        this.chunks = items.chunks;
    }

    /** Notes that all items have been flushed. */
    void flushed() {
        if (++flushes >= MOST_FLUSHES) {
            startPass();
            boolean more = true;
            while (more) {
                more = slice();
            }
        }
    }

    /** One slice of the pass under way; false if that ended the pass. */
    boolean slice() {
        for (int pages = 0; pages < PAGES_PER_SLICE; pages++) {
            int page = nextPage();
            if (page == PagePool.NONE) {
                flushes -= flushesAtStart;
                startPass();
                return false;
            }
            if (flushesAtStart > 0 || items.table.earliestExptime[page] <= items.now) {
                sweep(page);
                return true;
            }
        }
        return true;
    }

    private void startPass() {
        slab = 0;
        place = Integer.MAX_VALUE;
        flushesAtStart = flushes;
    }

    /**
     * The page the pass looks at next; {@link PagePool#NONE} behind the last one. A slab's pages are passed from the
     * last to the first: one that leaves has its place taken by the last, so no page can slip past.
     */
    private int nextPage() {
        while (slab < items.slabs.length) {
            place = Math.min(place, items.slabs[slab].pageCount());
            if (place > 0) {
                return items.slabs[slab].page(--place);
            }
            slab++;
            place = Integer.MAX_VALUE;
        }
        return PagePool.NONE;
    }

    private void sweep(int page) {
        Slab owner = items.slabs[items.table.slabClass[page]];
        int earliest = Integer.MAX_VALUE;
        long chunk = PageTable.addressOf(page);
        long end = chunk + (long) items.table.cut[page] * owner.chunkSize();
        for (; chunk < end && owner.holds(page); chunk += owner.chunkSize()) {
            if (!chunks.isLinked(chunk)) {
                continue;
            }
            if (items.isDead(chunk, items.now)) {
                remove(chunk);
            } else if (chunks.exptime(chunk) != 0) {
                earliest = Math.min(earliest, chunks.exptime(chunk));
            }
        }
        if (owner.holds(page)) {
            items.table.earliestExptime[page] = earliest;
        }
    }

    private void remove(long item) {
        int slabClass = items.memcachedClass(item);
        items.counters.reclaimed[slabClass]++;
        if (!chunks.isMarked(item, Chunks.FETCHED)) {
            items.counters.expiredUnfetched[slabClass]++;
        }
        items.unlink(item, items.hash(item));
    }
}
