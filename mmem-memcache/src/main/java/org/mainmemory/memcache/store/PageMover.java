package org.mainmemory.memcache.store;

import java.lang.invoke.VarHandle;

/**
 * Empties pages without losing what is in them: each chunk is copied to another page of its slab, and whatever led to
 * it is led to the copy. Under the shard's lock only.
 */
final class PageMover {

    /** A slab is tidied for another if so many of its chunks are free, one in this many. */
    private static final int FREE_SHARE = 8;

    private final Items items;
    private final Chunks chunks;

    PageMover(Items items) {
        this.items = items;
        this.chunks = items.chunks;
    }

    /** Whether the other pages of the slab have room for what {@code page} holds. */
    boolean hasRoom(Slab slab, int page) {
        return slab.roomBeside(page) >= items.table.used[page];
    }

    /**
     * Moves everything in {@code page} to other pages of the slab; the page then goes to the pool. False if something
     * in it cannot move, or there is no room: what has been moved by then stays where it is.
     */
    boolean empty(Slab slab, int page) {
        if (items.table.used[page] == 0) {
            return slab.giveEmptyPage();
        }
        items.touch(slab, page);
        slab.close(page);
        try {
            long start = PageTable.addressOf(page);
            long end = start + (long) items.table.cut[page] * slab.chunkSize();
            for (long chunk = start; chunk < end && slab.holds(page); chunk += slab.chunkSize()) {
                if (chunks.state(chunk) != Chunks.FREE && !move(slab, chunk)) {
                    return false;
                }
            }
            items.counters.pagesMoved++;
            return true;
        } finally {
            slab.reopen();
        }
    }

    /**
     * Empties a page of a slab other than {@code than} that has many free chunks in pages that are not empty; false
     * if none has.
     */
    boolean tidy(Slab than) {
        for (Slab slab : items.slabs) {
            int free = slab.scatteredChunks();
            if (slab != than && free > 2 * slab.perPage() && free > slab.chunks() / FREE_SHARE) {
                int page = slab.nextPageToGo();
                if (hasRoom(slab, page) && empty(slab, page)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Moves what is in {@code chunk} to another page, one that is not {@linkplain Slab#close closed}, if it can. */
    boolean move(Slab slab, long chunk) {
        if (chunks.isLinked(chunk)) {
            return !items.isHeld(chunk) && moveItem(slab, chunk);
        }
        return chunks.state(chunk) == Chunks.TAIL && moveTail(slab, chunk);
    }

    private boolean moveItem(Slab slab, long item) {
        long hash = items.hash(item);
        if (items.isDead(item, items.now)) {
            items.counters.reclaimed[items.memcachedClass(item)]++;
            items.unlink(item, hash);
            return true;
        }
        long copy = copy(slab, item);
        if (copy == 0) {
            return false;
        }
        items.index.replace(hash, item, copy);
        items.noteExptime(copy);
        if (chunks.isMarked(copy, Chunks.CHAINED)) {
            for (long tail = chunks.firstTail(copy); tail != 0; tail = chunks.next(tail)) {
                chunks.owner(tail, copy);
            }
        }
        if (chunks.state(copy) == Chunks.SMALL) {
            slab.small.push(copy, slab.queuedItems());
        }
        slab.free(item);
        if (items.classes.isChunked(items.memcachedSize(copy))) {
            items.counters.chunkRescues++;
        } else {
            items.counters.rescues++;
        }
        return true;
    }

    private boolean moveTail(Slab slab, long tail) {
        long head = chunks.owner(tail);
        if (!chunks.isLinked(head) || items.isHeld(head)) {
            return false;
        }
        long copy = copy(slab, tail);
        if (copy == 0) {
            return false;
        }
        if (chunks.firstTail(head) == tail) {
            chunks.firstTail(head, copy);
        } else {
            long before = chunks.firstTail(head);
            while (chunks.next(before) != tail) {
                before = chunks.next(before);
            }
            chunks.next(before, copy);
        }
        slab.free(tail);
        items.counters.chunkRescues++;
        return true;
    }

    /** A copy in another page, with a generation of its own and the state last; 0 if there is no room. */
    private long copy(Slab slab, long chunk) {
        long copy = slab.takeForMove(Chunks.RESERVED);
        if (copy != 0) {
            chunks.copyAllButState(chunk, copy, slab.chunkSize());
            VarHandle.releaseFence();
            chunks.state(copy, chunks.state(chunk));
        }
        return copy;
    }
}
