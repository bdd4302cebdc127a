package org.mainmemory.memcache.store;

import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.command.KeyHash;

/**
 * The items of one shard: what it means that one is linked, dead, detached or free, and the books about them.
 *
 * <p>A linked item stands in the index and in one queue of its slab, or in none if it is temporary. {@link #unlink}
 * takes it out of both; its chunks go back at once, or when the last pin goes. Under the shard's lock only, but for
 * {@link #isDead}.
 */
final class Items {

    private static final int OLDEST_STEPS = 1024;
    private static final int STALE_STEPS = 8;
    /** So many items of a slab's small queue always have their place in it. */
    private static final int LEAST_QUEUED = 64;

    final Chunks chunks;
    final PageTable table;
    final PageAccount pages;
    final SizeClasses classes;
    final Slab[] slabs;
    final Index index;
    /** What {@link #touch} read: without a place for it nothing would be read. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    /** Hits that the key of an item that was evicted not long ago is taken to have. */
    private static final int RETURNING_HITS = 1;
    final GhostQueue ghost;
    final ShardCounters counters;
    final Seals seals;

    /** The clock of the command at work, in seconds. */
    int now;
    /** The item that the command at work still needs: nobody takes its chunks. 0 if none. */
    long kept;

    /** Whether a hit counts only if the last one that did is a minute old. */
    boolean flat;

    /** Items that are stored with so many seconds to live or less are temporary; none are if it is negative. */
    int temporaryTtl = -1;

    /** Who is told of evictions; null if nobody is. */
    @Nullable EvictionListener evictionListener;

    /** Items of another epoch have been flushed. */
    private int epoch;

    Items(Chunks chunks, Seals seals, PageTable table, PageAccount pages, SizeClasses classes, Index index) {
        this.chunks = chunks;
        this.seals = seals;
        this.table = table;
        this.pages = pages;
        this.classes = classes;
        this.index = index;
        ghost = new GhostQueue(chunks);
        counters = new ShardCounters(classes.memcachedClasses());
        slabs = new Slab[classes.count()];
        for (int i = 0; i < slabs.length; i++) {
            slabs[i] = new Slab(i, classes.chunkSize(i), chunks, table, pages);
        }
    }

    /** Whether the item has expired or been flushed. May be called without the lock. */
    boolean isDead(long item, int nowSeconds) {
        return isExpired(item, nowSeconds) || isFlushed(item);
    }

    boolean isExpired(long item, int nowSeconds) {
        int exptime = chunks.exptime(item);
        return exptime != 0 && exptime <= nowSeconds;
    }

    boolean isFlushed(long item) {
        return chunks.epoch(item) != epoch;
    }

    /** Makes every item stored so far a flushed one. At most 255 times before all flushed items are unlinked. */
    void nextEpoch() {
        epoch = (byte) (epoch + 1);
    }

    /** The epoch of items that are not flushed. */
    int epoch() {
        return epoch;
    }

    /** Sets the epoch of items that are not flushed, as it was before a restart. */
    void epoch(int before) {
        epoch = before;
    }

    /** Whether somebody needs the item's chunks although it may be unlinked. */
    boolean isHeld(long item) {
        return item == kept || (chunks.isMarked(item, Chunks.CHAINED) && chunks.pins(item) > 0);
    }

    long hash(long item) {
        return KeyHash.of(chunks.memory(), chunks.key(item), chunks.keyLength(item));
    }

    /** Reads what evicting or moving an item reads first. */
    void touch(long item) {
        long hash = hash(item);
        touched ^= index.touch(hash) ^ ghost.touch(hash);
    }

    Slab slabOf(long chunk) {
        return slabs[table.slabClass[PageTable.pageOf(chunk)]];
    }

    /** Size by memcached's reckoning, in bytes. */
    long memcachedSize(long item) {
        return classes.memcachedSize(
                chunks.keyLength(item), chunks.clientFlags(item), chunks.valueLength(item));
    }

    int memcachedClass(long item) {
        return classes.memcachedClass(memcachedSize(item));
    }

    /**
     * Links a complete item, whose body is sealed, in place of {@code old}, or anew if that is 0. The index must have a
     * spare line.
     */
    void link(long item, long hash, long old) {
        chunks.epoch(item, epoch);
        seals.complete(item);
        if (old != 0) {
            index.replace(hash, old, item);
            enterQueue(item, queueOf(item, chunks.state(old) == Chunks.MAIN), chunks.hits(old));
            leaveQueue(old);
            release(old);
        } else {
            index.insert(hash, item);
            boolean returns = ghost.remove(hash);
            if (returns) {
                countReturned(item);
            }
            enterQueue(item, queueOf(item, returns), returns ? RETURNING_HITS : 0);
        }
        noteExptime(item);
        counters.totalItems++;
    }

    private void countReturned(long item) {
        slabOf(item).returned++;
        for (long tail = chunks.firstTail(item); tail != 0; tail = chunks.next(tail)) {
            slabOf(tail).returned++;
        }
    }

    /** Links an item that was linked before a restart, in the queue where it was. The index must have a spare line. */
    void relink(long item, long hash) {
        index.insert(hash, item);
        enterQueue(item, chunks.isSmall(item) ? Chunks.SMALL : chunks.state(item), chunks.hits(item));
        noteExptime(item);
        counters.totalItems++;
    }

    /** Takes an item out of index and queue; its chunks are free, or detached while pinned. */
    void unlink(long item, long hash) {
        index.remove(hash, item);
        leaveQueue(item);
        release(item);
    }

    /** Gives the chunks of an item that is not linked back to their slabs. */
    void free(long item) {
        if (chunks.isMarked(item, Chunks.CHAINED)) {
            freeTails(item);
        }
        if (seals.isUsed()) {
            // Its state is not all that tells it from an item, should a byte of the file be damaged.
            chunks.keyLength(item, 0);
        }
        slabOf(item).free(item);
    }

    /** Gives the tails of a chain that is not linked back to their slabs. */
    void freeTails(long head) {
        long tail = chunks.firstTail(head);
        chunks.noTails(head);
        while (tail != 0) {
            long next = chunks.next(tail);
            slabOf(tail).free(tail);
            tail = next;
        }
    }

    /** Moves an item from the small to the main queue. */
    void promote(long item) {
        Slab slab = slabOf(item);
        slab.agedItems -= chunks.state(item) == Chunks.AGED ? 1 : 0;
        chunks.state(item, Chunks.MAIN);
        slab.smallItems--;
        slab.mainItems++;
        counters.smallItems[memcachedClass(item)]--;
    }

    /** Takes the item's size out of the books, before it is changed in place. */
    void beforeResize(long item) {
        book(item, -1);
    }

    /** Enters the item's size into the books again. */
    void afterResize(long item) {
        book(item, 1);
    }

    /** Renews the epoch of an item that has been overwritten in place, and its seal. */
    void renew(long item) {
        boolean wasTemporary = chunks.state(item) == Chunks.TEMPORARY;
        if (wasTemporary != isTemporary(item)) {
            leaveQueue(item);
            enterQueue(item, queueOf(item, true), chunks.hits(item));
        }
        chunks.epoch(item, epoch);
        seals.body(item);
        seals.header(item);
        noteExptime(item);
        counters.totalItems++;
    }

    /** Tells the sweeper about the item's exptime. */
    void noteExptime(long item) {
        int exptime = chunks.exptime(item);
        if (exptime != 0) {
            table.expires(item, exptime);
        }
    }

    /** Seconds since the oldest item in a small queue whose size is of memcached's {@code slabClass} was used. */
    int oldestAge(int slabClass, int nowSeconds) {
        int age = 0;
        for (Slab slab : slabs) {
            long item = oldest(slab);
            if (item != 0 && memcachedClass(item) == slabClass) {
                age = Math.max(age, nowSeconds - chunks.lastUse(item));
            }
        }
        return age;
    }

    private boolean isTemporary(long item) {
        int exptime = chunks.exptime(item);
        return temporaryTtl >= 0 && exptime != 0 && exptime - now <= temporaryTtl;
    }

    /** The item next to leave the small queue, 0 if it is not found in some steps. */
    private long oldest(Slab slab) {
        Hand hand = slab.agedHand.copy();
        for (int step = 0; step < OLDEST_STEPS && slab.agedItems > 0; step++) {
            long item = hand.advance();
            if (item != 0 && chunks.state(item) == Chunks.AGED) {
                return item;
            }
        }
        return slab.smallItems > 0 ? slab.small.peek(OLDEST_STEPS) : 0;
    }

    /** The state of an item that is stored now, in the main queue or the small one if it is not temporary. */
    private int queueOf(long item, boolean main) {
        if (isTemporary(item)) {
            return Chunks.TEMPORARY;
        }
        return main ? Chunks.MAIN : Chunks.SMALL;
    }

    private void enterQueue(long item, int state, int hits) {
        Slab slab = slabOf(item);
        chunks.state(item, state);
        chunks.hits(item, hits);
        if (state == Chunks.SMALL) {
            slab.smallItems++;
            slab.small.push(item, slab.queuedItems());
            counters.entered[memcachedClass(item)]++;
            age(slab);
        } else {
            slab.mainItems++;
        }
        book(item, 1);
    }

    /** Lets go of the places of the oldest items in the small queue, if it has grown over its share. */
    private void age(Slab slab) {
        for (int i = 0; i < 2 && slab.queuedItems() > slab.items() / Eviction.SMALL_SHARE + LEAST_QUEUED; i++) {
            long item = slab.small.pop(STALE_STEPS);
            if (item == 0) {
                return;
            }
            chunks.state(item, Chunks.AGED);
            slab.agedItems++;
        }
    }

    private void leaveQueue(long item) {
        Slab slab = slabOf(item);
        book(item, -1);
        if (chunks.isSmall(item)) {
            slab.agedItems -= chunks.state(item) == Chunks.AGED ? 1 : 0;
            slab.smallItems--;
        } else {
            slab.mainItems--;
        }
    }

    private void release(long item) {
        if (isHeld(item)) {
            chunks.state(item, Chunks.DETACHED);
            pages.hold(chunks.valueLength(item));
        } else {
            free(item);
        }
    }

    private void book(long item, int sign) {
        long size = memcachedSize(item);
        int slabClass = classes.memcachedClass(size);
        counters.items[slabClass] += sign;
        counters.bytes[slabClass] += sign * size;
        int state = chunks.state(item);
        if (state == Chunks.SMALL || state == Chunks.AGED) {
            counters.smallItems[slabClass] += sign;
        } else if (state == Chunks.TEMPORARY) {
            counters.temporaryItems[slabClass] += sign;
        }
    }
}
