package org.mainmemory.memcache.store;

/** A place in a slab that moves over its chunks in memory order, round and round. Under the shard's lock only. */
final class Hand {

    private final Slab slab;
    private final PageTable table;
    private int place;
    private int chunk;

    Hand(Slab slab, PageTable table) {
        this.slab = slab;
        this.table = table;
    }

    /** Another hand at the same place. */
    Hand copy() {
        Hand copy = new Hand(slab, table);
        copy.place = place;
        copy.chunk = chunk;
        return copy;
    }

    /** Moves to the next chunk that has ever been handed out, in a page that is not closed; 0 if there is none. */
    long advance() {
        int pages = slab.pageCount();
        for (int turns = 0; turns <= pages; turns++) {
            if (place >= pages) {
                place = 0;
                chunk = 0;
            }
            if (pages == 0) {
                return 0;
            }
            int page = slab.page(place);
            if (chunk < table.cut[page] && !slab.isClosed(page)) {
                return PageTable.addressOf(page) + (long) chunk++ * slab.chunkSize();
            }
            place++;
            chunk = 0;
        }
        return 0;
    }
}
