package org.mainmemory.memcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Where a shard's chunks come from: free ones of the slab, then a page of the pool, then a page that the slab gets from
 * another or from a richer shard, then eviction. Under the shard's lock only.
 */
final class Allocator {

    private static final int MAX_ROUNDS = 1024;
    private static final int DEAD_SEARCH_STEPS = 2048;
    private static final int PAGE_TRIES = 4;
    /** Evictions from one search for room that stands unused in other slabs, in vain, to the next. */
    private static final int TIDYING_INTERVAL = 64;
    /** Fewer items than this are not worth a page for the ghost queue. */
    private static final int LEAST_GHOSTS = 1024;

    private final Items items;
    private final Chunks chunks;
    private final PageAccount account;
    private final Eviction eviction;
    private final Rebalancer rebalancer;
    private final Neighbours neighbours;
    private final boolean evictions;
    private final boolean chainsLeavePages;
    private final PageMover mover;
    final PageClearing clearing;
    private int evictionsToTidying;
    /** Of the item that memory is wanted for. */
    private int wantedPayload;
    private int wantedFlags;

    Allocator(Items items, StoreSettings settings, Neighbours neighbours) {
        this.items = items;
        this.chunks = items.chunks;
        this.account = items.pages;
        this.eviction = new Eviction(items);
        this.mover = new PageMover(items);
        this.clearing = new PageClearing(items, eviction, mover);
        this.rebalancer = new Rebalancer(items, eviction, mover, clearing);
        this.evictions = settings.evictions();
        this.chainsLeavePages = evictions && !settings.classic();
        this.neighbours = neighbours;
    }

    /**
     * Memory for an item, in state {@link Chunks#RESERVED}: lengths, client flags and marks are set, key and value are
     * not. 0 if there is none.
     */
    long item(int keyLength, int clientFlags, int valueLength) {
        long item = head(keyLength, clientFlags, valueLength);
        long last = 0;
        for (int missing = item == 0 ? 0 : missing(item); missing > 0; missing -= chunks.payloadLength(last)) {
            last = addTail(item, last, missing);
            if (last == 0) {
                items.free(item);
                return 0;
            }
        }
        return item;
    }

    /** The same, but of a chain only the head: what is {@link #missing} follows by {@link #addTail}. */
    long head(int keyLength, int clientFlags, int valueLength) {
        want(keyLength + valueLength, clientFlags);
        int marks = clientFlags == 0 ? 0 : Chunks.CLIENT_FLAGS;
        long payload = (long) keyLength + valueLength;
        long sealed = Chunks.keyOffset(marks) + payload + items.seals.bytes();
        boolean chained = sealed > SizeClasses.MAX_CHUNK;
        int size = chained
                ? SizeClasses.headSize(Chunks.keyOffset(marks | Chunks.CHAINED) + payload) : (int) sealed;
        long item = chunk(items.slabs[items.classes.classOf(size)], Chunks.RESERVED);
        if (item != 0) {
            chunks.marks(item, chained ? marks | Chunks.CHAINED : marks);
            if (chained) {
                chunks.noTails(item);
                chunks.pins(item, 0);
            }
            chunks.keyLength(item, keyLength);
            chunks.valueLength(item, valueLength);
            if (clientFlags != 0) {
                chunks.clientFlags(item, clientFlags);
            }
        }
        return item;
    }

    /** Sees to it that the next insert into the index finds the lines it may need; false if no page can be had. */
    boolean prepareIndex() {
        Index index = items.index;
        while (!index.hasSpareLine()) {
            int page = page();
            if (page == PagePool.NONE) {
                return false;
            }
            index.addOverflowPage(page);
        }
        if (index.wantsPage()) {
            int page = page();
            if (page != PagePool.NONE) {
                index.addPage(page);
            }
        }
        return true;
    }

    /** Lets the ghost queue remember half as many keys as there are items: adds a page, or begins to clear one. */
    private void growGhost() {
        long ghosts = items.index.entries() / Eviction.ITEMS_PER_GHOST;
        if (ghosts <= LEAST_GHOSTS || items.ghost.capacity() >= ghosts) {
            clearing.kept(null);
            return;
        }
        int page = account.takeFor(wantedClass());
        if (page == PagePool.NONE && neighbours.richerGives(items.now)) {
            page = account.takeFor(wantedClass());
        }
        if (page != PagePool.NONE) {
            items.ghost.addPage(page);
            clearing.kept(null);
        } else if (!clearing.isActive() && (rebalancer.freePage(null, false) || clearing.isActive())) {
            clearing.promise(null);
        }
    }

    /** Bytes of the value for which a head alone has no place. */
    int missing(long item) {
        boolean chained = chunks.isMarked(item, Chunks.CHAINED);
        return chained ? (int) (chunks.value(item) + chunks.valueLength(item) - item) - chunks.headSize(item) : 0;
    }

    /** A tail behind {@code last}, the head if that is 0, for some of {@code missing} bytes; 0 without memory. */
    long addTail(long head, long last, int missing) {
        want(chunks.keyLength(head) + chunks.valueLength(head), chunks.clientFlags(head));
        int length = SizeClasses.tailPayload(missing);
        long tail = chunk(items.slabs[items.classes.tailClassOf(length + Chunks.HEADER)], Chunks.TAIL);
        if (tail == 0) {
            return 0;
        }
        chunks.next(tail, 0);
        chunks.owner(tail, head);
        chunks.payloadLength(tail, length);
        append(head, last, tail);
        return tail;
    }

    /** Adds a tail to a chain behind {@code last}, which is 0 if there is none. */
    private void append(long head, long last, long tail) {
        int number = 0;
        while (number < Chunks.NOTED_TAILS && chunks.notedTail(head, number) != 0) {
            number++;
        }
        chunks.lead(head, number, last, tail);
    }

    private void want(int payload, int clientFlags) {
        wantedPayload = payload;
        wantedFlags = clientFlags;
    }

    private long chunk(Slab slab, int state) {
        long chunk = slab.take(state);
        return chunk != 0 ? chunk : makeRoom(slab, state);
    }

    private long makeRoom(Slab slab, int state) {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            int page = pageFor(slab);
            if (page == PagePool.NONE && !(evictions ? evictFor(slab) : reclaimFor(slab))) {
                // Rather what is left to others than nothing.
                page = account.takeFor(wantedClass());
                if (page == PagePool.NONE) {
                    return 0;
                }
            }
            if (page != PagePool.NONE) {
                slab.addPage(page);
            }
            long chunk = slab.take(state);
            if (chunk != 0) {
                return chunk;
            }
        }
        return 0;
    }

    /**
     * A page of the pool. Chains leave the last unused ones to others: where a memory full of long items gets its first
     * short one, that finds room at no cost of theirs. Without evictions each size gets its first page in any case, as
     * in memcached.
     */
    private int pageFor(Slab slab) {
        if (chainsLeavePages && wantedPayload > SizeClasses.MAX_CHUNK && !account.hasFreeForChains()) {
            return PagePool.NONE;
        }
        if (clearing.isPromisedToOtherThan(slab) && account.free() <= 1) {
            return PagePool.NONE;
        }
        int page = account.takeFor(wantedClass());
        if (page != PagePool.NONE) {
            clearing.kept(slab);
        }
        boolean first = page == PagePool.NONE && !evictions && slab.pageCount() == 0;
        return first ? account.takeBeyondLimit() : page;
    }

    /** Evicts something so that the slab or the pool has room; false if nothing may go. */
    private boolean evictFor(Slab slab) {
        boolean cleared = clearing.advance();
        growGhost();
        if (cleared && account.free() > 0) {
            return true;
        }
        if (rebalancer.isTimeToLook(slab) && (neighbours.richerGives(items.now) || rebalancer.rebalance(slab))) {
            return true;
        }
        if (--evictionsToTidying <= 0) {
            if (tidy(slab)) {
                return true;
            }
            evictionsToTidying = TIDYING_INTERVAL;
        }
        return eviction.evictOne(slab) || freePage(slab);
    }

    /** Finds room where nothing live may go: what is being moved has some, else what is dead. */
    private boolean reclaimFor(Slab slab) {
        boolean clears = clearing.isActive();
        clearing.finish();
        return clears || eviction.reclaimDead(slab, DEAD_SEARCH_STEPS);
    }

    /** Begins to empty a page of a slab that has room for its items in others; whether it has gone already. */
    private boolean tidy(Slab than) {
        Slab untidy = clearing.isActive() ? null : mover.untidy(than);
        int page = untidy == null ? PagePool.NONE : untidy.nextPageToGo();
        if (untidy == null || !mover.hasRoom(untidy, page)) {
            return false;
        }
        boolean gone = clearing.move(untidy, page);
        if (gone || clearing.isActive()) {
            clearing.promise(than);
        }
        return gone;
    }

    /** A page out of the pool or out of a slab. */
    private int page() {
        int page = account.takeFor(wantedClass());
        for (int i = 0; i < PAGE_TRIES && page == PagePool.NONE && evictions && freePage(null); i++) {
            page = account.takeFor(wantedClass());
        }
        return page;
    }

    /** Gives the pool a page: of a far richer shard, of this one but rather not of {@code than}, of any. */
    private boolean freePage(@Nullable Slab than) {
        return neighbours.richerGives(items.now) || rebalancer.freePage(than, true) || neighbours.anyGives(items.now);
    }

    private int wantedClass() {
        return items.classes.memcachedClass(items.classes.memcachedSize(0, wantedFlags, wantedPayload));
    }

    /**
     * Begins to empty a page: what is in it moves, or else goes, if live items may go at all; whether it has gone
     * already.
     */
    boolean vacate(Slab slab, int page) {
        boolean room = mover.hasRoom(slab, page);
        if (room && (clearing.move(slab, page) || clearing.isActive())) {
            return !clearing.isActive();
        }
        if (!evictions || !slab.holds(page)) {
            return false;
        }
        return rebalancer.vacate(slab, page)
                || (slab.holds(page) && eviction.hotItems(slab, page) >= 0 && clearing.evict(slab, page));
    }

    /** Gives the pool a page of this shard, at once or step by step; whether it was given. */
    boolean givePage(boolean atOnce) {
        return rebalancer.freePage(null, atOnce);
    }
}
