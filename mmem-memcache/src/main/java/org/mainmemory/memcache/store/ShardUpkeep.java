package org.mainmemory.memcache.store;

import org.jspecify.annotations.Nullable;

/**
 * What is done to a shard besides answering clients: dead items are removed, thinly used pages emptied, what operators
 * order is carried out. Each call takes the shard's lock for a slice. Any loop.
 */
final class ShardUpkeep {

    /** A slab is tidied if it has more free chunks than two pages of them and than one chunk in this many. */
    private static final int FREE_SHARE = 4;
    private static final int PAGES_SEARCHED = 64;

    private final Shard shard;
    private final Items items;
    private final Allocator allocator;
    private final Sweeper sweeper;
    private final Crawler crawler;
    private final PageMover mover;
    private final PageClearing clearing;
    private int tidiedSlab;
    private int searchedSlab;
    private int searchedPlace = Integer.MAX_VALUE;
    /** Whether the page that is being cleared, or was last, is one that {@link #movePageOf} chose. */
    private boolean isOrderUnderWay;
    private int pagesGoneBefore;

    /** What came of looking for a page to move. */
    enum Move {
        /** A page was moved. */
        MOVED,
        /** None was found in this slice. */
        NONE_YET,
        /** There is none. */
        NONE
    }

    ShardUpkeep(Shard shard, Items items, Allocator allocator) {
        this.shard = shard;
        this.items = items;
        this.allocator = allocator;
        this.sweeper = new Sweeper(items);
        this.crawler = new Crawler(items);
        this.mover = new PageMover(items);
        this.clearing = allocator.clearing;
    }

    /** Notes that all items have been flushed. Under the lock. */
    void flushed() {
        sweeper.flushed();
    }

    /** One slice of whatever is to be done; whether there is more. */
    boolean slice(int nowSeconds, boolean sweeping, boolean tidying) {
        long stamp = shard.write(nowSeconds);
        try {
            items.counters.upkeepSlices++;
            boolean more = crawler.isActive() && crawler.slice();
            more |= sweeping && sweeper.slice();
            return goOnClearing() || (tidying && tidy()) || more;
        } finally {
            shard.guard().unlockWrite(stamp);
        }
    }

    private boolean goOnClearing() {
        return clearing.isActive() && (clearing.advance() || clearing.isActive());
    }

    /** Empties a page of a slab with much room, or begins to; false if all are tidy. */
    private boolean tidy() {
        for (int i = 0; i < items.slabs.length; i++) {
            Slab slab = items.slabs[tidiedSlab];
            int free = slab.freeChunks();
            if (free > 2 * slab.perPage() && free > slab.pageCount() * slab.perPage() / FREE_SHARE) {
                int page = slab.nextPageToGo();
                if (mover.hasRoom(slab, page) && (clearing.move(slab, page) || clearing.isActive())) {
                    return true;
                }
            }
            tidiedSlab = (tidiedSlab + 1) % items.slabs.length;
        }
        return false;
    }

    /** Begins a new search for pages to move. */
    void startSearch() {
        long stamp = shard.guard().writeLock();
        try {
            searchedSlab = items.slabs.length - 1;
            searchedPlace = Integer.MAX_VALUE;
        } finally {
            shard.guard().unlockWrite(stamp);
        }
    }

    /**
     * Empties the next page that holds items of memcached's {@code slabClass}, or begins to, or goes on with a page
     * that is being cleared: what has no room elsewhere goes.
     */
    Move movePageOf(int slabClass, int nowSeconds) {
        long stamp = shard.write(nowSeconds);
        try {
            clearing.advance();
            if (clearing.isActive()) {
                return Move.NONE_YET;
            }
            boolean moved = isOrderUnderWay && clearing.pagesGone() != pagesGoneBefore;
            isOrderUnderWay = false;
            if (moved) {
                return Move.MOVED;
            }
            for (int i = 0; i < PAGES_SEARCHED; i++) {
                int page = nextPage();
                if (page == PagePool.NONE) {
                    return Move.NONE;
                }
                Slab slab = items.slabs[searchedSlab];
                if (holdsClass(slab, page, slabClass) && allocator.vacate(slab, page)) {
                    return Move.MOVED;
                }
                if (clearing.isActive()) {
                    isOrderUnderWay = true;
                    pagesGoneBefore = clearing.pagesGone();
                    return Move.NONE_YET;
                }
            }
            return Move.NONE_YET;
        } finally {
            shard.guard().unlockWrite(stamp);
        }
    }

    /** From the largest chunks on: of whole pages, only those go that are asked for. */
    private int nextPage() {
        while (searchedSlab >= 0) {
            searchedPlace = Math.min(searchedPlace, items.slabs[searchedSlab].pageCount());
            if (searchedPlace > 0) {
                return items.slabs[searchedSlab].page(--searchedPlace);
            }
            searchedSlab--;
            searchedPlace = Integer.MAX_VALUE;
        }
        return PagePool.NONE;
    }

    /** Whether the first item in the page is of the class. */
    private boolean holdsClass(Slab slab, int page, int slabClass) {
        long chunk = PageTable.addressOf(page);
        long end = chunk + (long) items.table.cut[page] * slab.chunkSize();
        for (; chunk < end; chunk += slab.chunkSize()) {
            long item = items.chunks.itemOf(chunk);
            if (item != 0) {
                return items.memcachedClass(item) == slabClass;
            }
        }
        return false;
    }

    /** Evicts some of a page's items; false if none may go. */
    boolean evictPage(int nowSeconds) {
        long stamp = shard.write(nowSeconds);
        try {
            return allocator.givePage(false) || clearing.isActive();
        } finally {
            shard.guard().unlockWrite(stamp);
        }
    }

    /** Shows live items to {@code visitor}; false if those were the last ones. */
    boolean walk(ItemWalk walk, int nowSeconds, ItemVisitor visitor) {
        long stamp = shard.write(nowSeconds);
        try {
            return walk.slice(items, visitor);
        } finally {
            shard.guard().unlockWrite(stamp);
        }
    }

    /** Tells {@code listener} of evictions from now on; null tells nobody. */
    void onEviction(@Nullable EvictionListener listener) {
        long stamp = shard.guard().writeLock();
        try {
            items.evictionListener = listener;
        } finally {
            shard.guard().unlockWrite(stamp);
        }
    }

    /** Begins a crawl. */
    void crawl(long classes, int mostPerClass) {
        long stamp = shard.guard().writeLock();
        try {
            crawler.start(classes, mostPerClass);
        } finally {
            shard.guard().unlockWrite(stamp);
        }
    }

    /** Whether a crawl is under way. Without the lock perhaps a moment late. */
    boolean isCrawling() {
        return crawler.isActive();
    }
}
