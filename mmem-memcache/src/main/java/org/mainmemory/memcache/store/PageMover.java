package org.mainmemory.memcache.store;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Moves chunks to other pages of their slabs, so that a page can go without what is in it: a chunk is copied, and
 * whatever led to it is led to the copy. Under the shard's lock only.
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

    /** A slab other than {@code than} that has many free chunks in pages that are not empty; null if none has. */
    @Nullable Slab untidy(Slab than) {
        for (Slab slab : items.slabs) {
            int free = slab.scatteredChunks();
            if (slab != than && free > 2 * slab.perPage() && free > slab.chunks() / FREE_SHARE) {
                return slab;
            }
        }
        return null;
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
        for (long tail = chunks.firstTail(copy); tail != 0; tail = chunks.next(tail)) {
            chunks.owner(tail, copy);
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
        int number = 0;
        long before = 0;
        for (long other = chunks.firstTail(head); other != tail; other = chunks.next(other)) {
            number++;
            before = other;
        }
        chunks.lead(head, number, before, copy);
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
