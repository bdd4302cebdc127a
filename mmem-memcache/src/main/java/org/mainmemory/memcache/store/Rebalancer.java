package org.mainmemory.memcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Which slab gives up a page for another, so that memory follows the load when sizes shift.
 *
 * <p>A slab's pressure is the part of its chunks that eviction freed of late, which is the inverse of how long its
 * items live. What most hits are won by is that small items live longer, as more of them share a page; what is fair is
 * that items of all sizes live about equally long. In between, how much a slab {@linkplain #want wants} a page is its
 * pressure, weighted with a power of the items in one if those are small. A slab that has evicted half a page compares
 * itself with the slab that wants its own least, and gets one of them if it wants it more than {@value #MUCH_MORE}
 * times as much: with a smaller factor chance alone moves pages, and each move costs more hits than it wins. As long as
 * the other is under none at all it gives the next page at once, so that a new size takes its place quickly. A few
 * evictions in a small slab say little, so each slab is judged as if {@value #PRIOR_PAGES} more pages of it were under
 * the average pressure. A slab that nobody stores into any more is under none: memory follows the load within a
 * turnover or two.
 *
 * <p>A page of large chunks goes at the cost of the slab's coldest items, into whose places its own ones move. Out of
 * a page of small chunks only the hot items move there, as moving a thousand takes too long, and all others go with the
 * page; if it has too many hot ones it is spared, and they have to be read again to be hot when the next round comes.
 * How fast rounds come depends on who wants the page: a slab whose keys return after they were evicted would hit more
 * with more memory; one that is flooded with what nobody reads would not.
 *
 * <p>A slab keeps its last page as long as anybody uses it: rare sizes would otherwise take turns with it and hit
 * nothing, and a page for each is little. A page that empties stays with its slab, as long as that has not too many of
 * them: another slab that takes what lies about would otherwise grow without need, page by page. Under the shard's lock
 * only.
 */
final class Rebalancer {

    /** How much more pressure a slab must be under to get a page. */
    private static final int MUCH_MORE = 4;
    /** Pages as if of average pressure that each slab is judged with. */
    private static final int PRIOR_PAGES = 2;
    /** Pressures are halved when one in this many bytes of the memory in use has been evicted. */
    private static final int DECAY_SHARE = 4;
    /** A slab is idle if it took no chunk while one in this many bytes of the shard's memory was handed out ... */
    private static final int IDLE_SHARE = 8;
    /** ... or while it would have taken this many, if its items lived as long as others: chance seldom does that. */
    private static final int MISSED_TAKES = 8;
    /** A slab that took no chunk while the memory was handed out this many times may lose its last page. */
    private static final int LONG_IDLE = 8;
    private static final int HOT_PAGES_TRIED = 16;
    /** Items evicted in one step so that a page can be emptied. */
    private static final int MOST_EVICTED = PageClearing.STEP;
    /** A page with more hot items than this is spared. */
    private static final int MOST_HOT = 128;
    /** A slab wants memory if keys of it return, one in this many that are evicted. */
    private static final int RETURNING_SHARE = 8;
    /** All pages of a slab are not looked at twice while one in so many bytes of the memory is handed out. */
    private static final int ROUND_SHARE = 4;
    /** The same for a slab that wants memory. */
    private static final int EAGER_ROUND_SHARE = 16;
    /** Chunks looked at for a page that hardly anybody reads. */
    private static final int COLD_STEPS = 1024;

    private final Items items;
    private final Eviction eviction;
    private final PageMover mover;
    private final PageClearing clearing;
    private double average;
    /** The slab that was given a page by one without any pressure, null if the last look ended otherwise. */
    private @Nullable Slab taker;

    Rebalancer(Items items, Eviction eviction, PageMover mover, PageClearing clearing) {
        this.items = items;
        this.eviction = eviction;
        this.mover = mover;
        this.clearing = clearing;
    }

    /** Whether the slab has evicted so much that it is time to ask for a page of another. */
    boolean isTimeToLook(Slab slab) {
        int halfAPage = Math.max(1, slab.perPage() / 2);
        if (slab == taker) {
            return true;
        }
        if (slab.evictedSinceLook <= halfAPage) {
            return false;
        }
        slab.evictedSinceLook -= halfAPage;
        return true;
    }

    /**
     * Gives the pool a page for {@code slab}, or begins to clear one, if another slab is idle or under far less
     * pressure; whether it was given.
     */
    boolean rebalance(Slab slab) {
        if (clearing.isActive()) {
            return false;
        }
        Slab donor = leastPressed(slab);
        boolean eager = slab.returned * RETURNING_SHARE >= slab.pressure;
        boolean gives = donor != null && want(slab) > MUCH_MORE * want(donor)
                && freePageOf(donor, false, eager);
        taker = gives && pressure(donor) == 0 ? slab : null;
        if (gives) {
            clearing.promise(slab);
        }
        return gives && !clearing.isActive();
    }

    /**
     * Gives the pool a page of this shard, of {@code than} only if no other slab has one that may go.
     *
     * @param atOnce whether to go on until it is given, and not only to begin or to go on with a clearing
     */
    boolean freePage(@Nullable Slab than, boolean atOnce) {
        for (Slab slab : items.slabs) {
            if (slab != than && slab.giveEmptyPage()) {
                return true;
            }
        }
        boolean given = atOnce ? clearing.finish() : clearing.advance();
        if (given || clearing.isActive()) {
            return given;
        }
        Slab donor = leastPressed(than);
        boolean gives = (donor != null && freePageOf(donor, false, false))
                || freePageOf(largest(), false, true)
                || (donor != null && freePageOf(donor, true, true))
                || freeAnyPage();
        return gives && (!clearing.isActive() || (atOnce && clearing.finish()));
    }

    private Slab largest() {
        Slab largest = items.slabs[0];
        for (Slab slab : items.slabs) {
            largest = slab.pageCount() > largest.pageCount() ? slab : largest;
        }
        return largest;
    }

    private boolean freeAnyPage() {
        for (Slab slab : items.slabs) {
            if (freePageOf(slab, true, true)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Gives the pool a page of the slab, or begins to clear one; false if none may go.
     *
     * @param hotToo whether also one with many hot items
     * @param eager whether to look at some pages for one without, and not at a single one
     */
    private boolean freePageOf(Slab slab, boolean hotToo, boolean eager) {
        if (slab.giveEmptyPage()) {
            items.counters.pagesMoved++;
            return true;
        }
        if (slab.pageCount() > 1 && slab.perPage() <= MOST_EVICTED && vacate(slab, slab.nextPageToGo())) {
            return true;
        }
        return clearPage(slab, hotToo, eager);
    }

    /**
     * Gives the pool a page of the slab at the cost of its coldest items: what is in the page moves to their places.
     * False if the page holds too many for one step, or something that cannot move.
     */
    boolean vacate(Slab slab, int page) {
        int least = items.table.used[page];
        if (least > MOST_EVICTED) {
            return false;
        }
        for (int i = 0; i < least && slab.holds(page) && !mover.hasRoom(slab, page); i++) {
            if (!eviction.evictOneForOthers(slab)) {
                return false;
            }
        }
        return slab.holds(page) ? mover.hasRoom(slab, page) && clearing.move(slab, page) : items.pages.free() > 0;
    }

    private boolean clearPage(Slab slab, boolean hotToo, boolean eager) {
        int most = hotToo ? HOT_PAGES_TRIED : eager ? 1 + COLD_STEPS / slab.perPage() : 1;
        int tries = Math.min(most, slab.pageCount());
        for (int i = 0; i < tries; i++) {
            if (!hotToo && slab.wouldBeginRoundAgain(turnover() / (eager ? EAGER_ROUND_SHARE : ROUND_SHARE))) {
                return false;
            }
            int page = slab.nextPageToGo();
            int hot = eviction.hotItems(slab, page);
            if (hot > Math.min(items.table.used[page] / 2, MOST_HOT) && !hotToo) {
                eviction.cool(slab, page);
            } else if (hot >= 0) {
                return clearing.evict(slab, page) || clearing.isActive();
            }
        }
        return false;
    }

    /** The slab with pages that wants them least, the largest of equals, other than {@code than}; null if none. */
    private @Nullable Slab leastPressed(@Nullable Slab than) {
        weigh();
        Slab least = null;
        double leastWant = Double.POSITIVE_INFINITY;
        for (Slab slab : items.slabs) {
            if (slab != than && maySpareAPage(slab)) {
                double want = want(slab);
                if (want <= leastWant) {
                    least = slab;
                    leastWant = want;
                }
            }
        }
        return least;
    }

    /** A slab keeps its last page as long as anybody uses it. */
    private boolean maySpareAPage(Slab slab) {
        return slab.pageCount() > 1
                || (slab.pageCount() == 1 && items.pages.handedOut - slab.lastTake > LONG_IDLE * turnover());
    }

    /** Bytes after which all memory of the shard has been handed out anew. */
    private long turnover() {
        return (long) items.pages.held() << SizeClasses.PAGE_SHIFT;
    }

    /** Whether nobody stores items of that size any more. */
    private boolean isIdle(Slab slab) {
        long since = items.pages.handedOut - slab.lastTake;
        return since > turnover() / Math.max(IDLE_SHARE, slab.used() / MISSED_TAKES);
    }

    private double pressure(Slab slab) {
        if (isIdle(slab)) {
            return 0;
        }
        int prior = PRIOR_PAGES * slab.perPage();
        return (slab.pressure + average * prior) / (slab.used() + prior);
    }

    /** Pressure, weighted by the items that a page holds, but not fully, so that large items live long enough too. */
    private double want(Slab slab) {
        return pressure(slab) * slab.pageWeight();
    }

    /** Adds up pressure and use, and halves the pressures if they are old. */
    private void weigh() {
        long evicted = 0;
        long used = 0;
        for (Slab slab : items.slabs) {
            evicted += (long) slab.pressure * slab.chunkSize();
            used += (long) slab.used() * slab.chunkSize();
        }
        average = evicted / (double) Math.max(1, used);
        if (evicted * DECAY_SHARE > used) {
            for (Slab slab : items.slabs) {
                slab.pressure /= 2;
                slab.returned /= 2;
            }
        }
    }
}
