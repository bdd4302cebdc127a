package org.mainmemory.memcache.store;

/**
 * A pass that somebody ordered over the items of some of memcached's classes, whether anything in them is known to be
 * dead or not: dead ones are removed. A page at a time. Under the shard's lock only.
 */
final class Crawler {

    private final Items items;
    private final Chunks chunks;
    private final int[] left = new int[Long.SIZE];
    private volatile boolean active;
    private int slab;
    private int place;

    Crawler(Items items) {
        this.items = items;
        this.chunks = items.chunks;
    }

    /**
     * Begins a pass.
     *
     * @param classes a bit for each of memcached's classes
     * @param mostPerClass items of a class to look at, 0 for all
     */
    void start(long classes, int mostPerClass) {
        for (int slabClass = 0; slabClass < Long.SIZE; slabClass++) {
            boolean wanted = (classes >>> slabClass & 1) != 0;
            left[slabClass] = !wanted ? 0 : mostPerClass == 0 ? Integer.MAX_VALUE : mostPerClass;
        }
        slab = 0;
        place = Integer.MAX_VALUE;
        active = true;
    }

    /** Whether a pass is under way. */
    boolean isActive() {
        return active;
    }

    /** Looks into the next page; false if that ended the pass. */
    boolean slice() {
        while (slab < items.slabs.length) {
            Slab owner = items.slabs[slab];
            place = Math.min(place, owner.pageCount());
            if (place > 0) {
                crawl(owner, owner.page(--place));
                return true;
            }
            slab++;
            place = Integer.MAX_VALUE;
        }
        active = false;
        return false;
    }

    private void crawl(Slab owner, int page) {
        long chunk = PageTable.addressOf(page);
        long end = chunk + (long) items.table.cut[page] * owner.chunkSize();
        for (; chunk < end && owner.holds(page); chunk += owner.chunkSize()) {
            if (chunks.isLinked(chunk)) {
                look(chunk);
            }
        }
    }

    private void look(long item) {
        int slabClass = items.memcachedClass(item);
        if (left[slabClass] == 0) {
            return;
        }
        left[slabClass]--;
        items.counters.crawlerChecked[slabClass]++;
        if (items.isDead(item, items.now)) {
            items.counters.crawlerReclaimed[slabClass]++;
            if (!chunks.isMarked(item, Chunks.FETCHED)) {
                items.counters.expiredUnfetched[slabClass]++;
            }
            items.unlink(item, items.hash(item));
        }
    }
}
