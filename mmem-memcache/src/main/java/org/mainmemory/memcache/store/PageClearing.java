package org.mainmemory.memcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Empties a page so that it goes to the pool: {@value #STEP} items at a time, because a page of small chunks holds a
 * thousand and whoever asks is in the middle of a command. Until the last has gone the page is
 * {@linkplain Slab#close closed}: its slab hands out nothing of it and evicts elsewhere. One page at a time; whoever
 * finds a clearing under way lets it take a step and asks again later. Under the shard's lock only.
 */
final class PageClearing {

    /** Items that go or move in one step. */
    static final int STEP = 64;
    /** Hot items that are moved out of a page, rather than evicted with it. */
    private static final int MOST_RESCUED = 128;
    /** A promise lapses when one in this many bytes of the shard's memory has been handed out. */
    private static final int PROMISE_SHARE = 8;

    private final Items items;
    private final Eviction eviction;
    private final PageMover mover;

    private @Nullable Slab slab;
    private int page;
    private long next;
    private long end;
    private boolean keepsAll;
    private int rescuesLeft;
    private boolean promised;
    private @Nullable Slab wanting;
    /** {@link PageAccount#handedOut} when the promise was made. */
    private long promisedAt;
    private int pagesGone;

    PageClearing(Items items, Eviction eviction, PageMover mover) {
        this.items = items;
        this.eviction = eviction;
        this.mover = mover;
    }

    /** Whether a page is on its way to the pool. */
    boolean isActive() {
        return slab != null;
    }

    /** Begins to empty a page whose items all have room in other pages of the slab; whether it has gone already. */
    boolean move(Slab slab, int page) {
        return begin(slab, page, true);
    }

    /** Begins to empty a page at the cost of the items that nobody reads; whether it has gone already. */
    boolean evict(Slab slab, int page) {
        return begin(slab, page, false);
    }

    /**
     * Promises the page that comes next to {@code slab}, or to the ghost queue if that is null: otherwise the slab that
     * loses it would have it back.
     */
    void promise(@Nullable Slab slab) {
        promised = true;
        wanting = slab;
        promisedAt = items.pages.handedOut;
    }

    /** Whether the page that comes next is promised, and not to {@code slab}. Whoever waits too long loses it. */
    boolean isPromisedToOtherThan(Slab slab) {
        long memory = (long) items.pages.held() << SizeClasses.PAGE_SHIFT;
        return promised && wanting != slab
                && items.pages.handedOut - promisedAt < memory / PROMISE_SHARE;
    }

    /** {@code slab}, or the ghost queue if that is null, has a page now. */
    void kept(@Nullable Slab slab) {
        promised = promised && wanting != slab;
    }

    /** Pages that have gone to the pool. */
    int pagesGone() {
        return pagesGone;
    }

    private boolean begin(Slab of, int which, boolean keepAll) {
        finish();
        promised = false;
        if (!of.holds(which)) {
            return false;
        }
        if (items.table.used[which] == 0) {
            return of.giveEmptyPage();
        }
        of.close(which);
        slab = of;
        page = which;
        next = PageTable.addressOf(which);
        end = next + (long) items.table.cut[which] * of.chunkSize();
        keepsAll = keepAll;
        rescuesLeft = of.pageCount() == 1 ? 0 : MOST_RESCUED;
        return advance();
    }

    /** Goes on until the page has gone to the pool, or has something that may not go; whether it has gone. */
    boolean finish() {
        boolean gone = false;
        while (slab != null) {
            gone = advance();
        }
        return gone;
    }

    /** Takes a step, if there is something to do; whether the page has gone to the pool by it. */
    boolean advance() {
        Slab of = slab;
        if (of == null) {
            return false;
        }
        if (of.isClosed(page)) {
            touch(of);
        }
        boolean goes = true;
        for (int step = 0; step < STEP && goes && next < end && of.isClosed(page); next += of.chunkSize()) {
            if (items.chunks.state(next) != Chunks.FREE) {
                goes = clear(of, next);
                step++;
            }
        }
        boolean gone = !of.isClosed(page);
        if (gone || !goes || next >= end) {
            of.reopen();
            slab = null;
        }
        if (gone) {
            pagesGone++;
            items.counters.pagesMoved++;
        }
        return gone;
    }

    /** Reads what the items' going reads first, so that the processor fetches it for many of them at a time. */
    private void touch(Slab of) {
        long last = Math.min(end, next + (long) STEP * of.chunkSize());
        for (long chunk = next; chunk < last; chunk += of.chunkSize()) {
            if (items.chunks.isLinked(chunk)) {
                items.touch(chunk);
            }
        }
    }

    /** Frees a chunk; false if that may not be. */
    private boolean clear(Slab of, long chunk) {
        long item = eviction.victimOf(chunk);
        if (item == 0) {
            return false;
        }
        if (keepsAll) {
            return mover.move(of, chunk);
        }
        if (!(eviction.isHot(item) && rescue(of, chunk, item))) {
            eviction.evictForOthers(chunk);
        }
        return true;
    }

    /** Moves a hot item, into the place of the slab's coldest if need be; it may be gone then. */
    private boolean rescue(Slab of, long chunk, long item) {
        if (rescuesLeft == 0) {
            return false;
        }
        rescuesLeft--;
        items.chunks.hits(item, items.chunks.hits(item) / 2);
        return (of.roomBeside(page) > 0 || eviction.evictOneForOthers(of))
                && of.roomBeside(page) > 0
                && eviction.victimOf(chunk) == item
                && mover.move(of, chunk);
    }
}
