package org.mainmemory.memcache.store;

import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/**
 * A part of the store with a guard of its own: the keys whose hash falls to it.
 *
 * <p>Reads are optimistic: look without the lock, then ask whether a writer was there; what was read may be garbage
 * until then, so it is only ever used to address bytes inside the region. A hit becomes known to eviction by turning
 * the read into a write, if nobody stands in the way; a hot item, whose counter is full, is not written at all. Any
 * loop may call any method.
 */
final class Shard {

    private static final int OPTIMISTIC_TRIES = 4;

    private final Guard guard;
    private final Items items;
    private final Chunks chunks;
    private final Allocator allocator;
    private final Verbs verbs;
    private final Storing storing;
    private final Counting counting;
    private final Arrivals arrivals;
    private final ShardUpkeep upkeep;
    private final ShardRecord record;
    /** When a pending flush_all is due, in seconds on the clock; 0 if none is. */
    private int flushAt;

    /** Creates the shard; {@code shards} are all of the store, this one included, and may still be filled in. */
    Shard(Guard guard, Items items, CasCounter casCounter, ShardRecord record, StoreSettings settings, Shard[] shards) {
        this.guard = guard;
        this.record = record;
        this.items = items;
        this.chunks = items.chunks;
        this.allocator = new Allocator(items, settings, new Neighbours(this, shards));
        this.verbs = new Verbs(items, allocator, casCounter);
        this.storing = new Storing(verbs, items, allocator, settings.maxItemSize());
        this.counting = new Counting(verbs, items, allocator);
        this.arrivals = new Arrivals(this, items, allocator, verbs, storing);
        this.upkeep = new ShardUpkeep(this, items, allocator);
    }

    Outcome get(Command command, Result result, ItemReader reader) {
        if (!isLockedRead(command)) {
            for (int i = 0; i < OPTIMISTIC_TRIES; i++) {
                long stamp = guard.tryOptimisticRead();
                Outcome outcome = stamp == 0 ? null : optimisticGet(command, result, reader, stamp);
                if (outcome != null) {
                    return outcome;
                }
                Thread.onSpinWait();
            }
        }
        return lockedGet(command, result, reader);
    }

    /** Where in the index a look for the hash begins: {@link Index#bucketNow}. */
    long bucketNow(long hash) {
        return items.index.bucketNow(hash);
    }

    /** The item that it probably finds: {@link Index#likelyItem}. */
    long likelyItem(long hash) {
        return items.index.likelyItem(hash);
    }

    /** Null if a writer was at work, or if reading means writing: a dead item goes, a stale one is won. */
    private @Nullable Outcome optimisticGet(Command command, Result result, ItemReader reader, long stamp) {
        boolean read = false;
        long item = 0;
        Outcome outcome = null;
        try {
            item = items.index.find(command);
            outcome = look(item, command, result, reader.view());
            if (outcome == Outcome.HIT) {
                read = true;
                reader.read(reader.view());
            }
        } catch (IndexOutOfBoundsException garbage) {
            if (guard.validate(stamp)) {
                throw garbage;
            }
        }
        if (!guard.validate(stamp)) {
            result.clear();
            if (read) {
                reader.rewind();
            }
            return null;
        }
        if (outcome == Outcome.HIT && wantsBump(item, command)) {
            bump(item, command.nowSeconds, stamp);
        }
        return outcome;
    }

    /** Points {@code view} at an item that may be shown as it is; null if the lock is needed. */
    private @Nullable Outcome look(long item, Command command, Result result, ItemView view) {
        if (item == 0) {
            return Outcome.NOT_FOUND;
        }
        if (items.isDead(item, command.nowSeconds) || isFlushDue(command.nowSeconds)) {
            return null;
        }
        if (command.has(Command.WIN_STALE) && chunks.isMarked(item, Chunks.STALE)) {
            return null;
        }
        result.slabClass = items.memcachedClass(item);
        result.cas = chunks.cas(item);
        if (chunks.isMarked(item, Chunks.CHAINED)) {
            return Outcome.LARGE;
        }
        boolean shown = view.show(chunks, item);
        result.valueLength = view.valueLength();
        return shown ? Outcome.HIT : null;
    }

    private boolean wantsBump(long item, Command command) {
        int marks = chunks.marks(item);
        boolean known = (chunks.hits(item) == Chunks.MOST_HITS || items.flat)
                && (marks & Chunks.FETCHED) != 0
                && command.nowSeconds - chunks.lastUse(item) < Verbs.USE_INTERVAL_SECONDS;
        return !known && !command.has(Command.NO_BUMP);
    }

    private void bump(long item, int nowSeconds, long stamp) {
        long write = guard.tryConvertToWriteLock(stamp);
        if (write == 0) {
            items.counters.bumpsDropped++;
            return;
        }
        try {
            items.now = nowSeconds;
            verbs.bump(item);
        } finally {
            guard.unlockWrite(write);
        }
    }

    private static boolean isLockedRead(Command command) {
        return command.opcode == Opcode.GAT || command.opcode == Opcode.GATS || command.has(Command.LOCKED_READ);
    }

    private Outcome lockedGet(Command command, Result result, ItemReader reader) {
        long stamp = write(command.nowSeconds);
        try {
            long item = verbs.findOrVivify(command, result);
            if (item == 0) {
                return Outcome.NOT_FOUND;
            }
            result.slabClass = items.memcachedClass(item);
            result.cas = chunks.cas(item);
            if (chunks.isMarked(item, Chunks.CHAINED)) {
                return Outcome.LARGE;
            }
            ItemView view = reader.view();
            if (!view.show(chunks, item)) {
                throw new IllegalStateException("the item at " + item + " is not readable");
            }
            result.valueLength = view.valueLength();
            verbs.readEffects(command, result, item);
            reader.read(view);
            return Outcome.HIT;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    Outcome pin(Command command, Result result, PinnedItem pinned) {
        long stamp = write(command.nowSeconds);
        try {
            long item = verbs.findOrVivify(command, result);
            if (item == 0) {
                return Outcome.NOT_FOUND;
            }
            result.slabClass = items.memcachedClass(item);
            result.cas = chunks.cas(item);
            boolean chained = chunks.isMarked(item, Chunks.CHAINED);
            if (chained) {
                chunks.pins(item, chunks.pins(item) + 1);
                items.counters.pinned++;
            }
            result.valueLength = chunks.valueLength(item);
            pinned.open(this, chunks, item, chained);
            verbs.readEffects(command, result, item);
            return Outcome.HIT;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    void unpin(PinnedItem pinned) {
        long item = pinned.item();
        pinned.close();
        if (item == 0) {
            return;
        }
        long stamp = guard.writeLock();
        try {
            items.counters.pinned--;
            int pins = chunks.pins(item) - 1;
            chunks.pins(item, pins);
            if (pins == 0 && chunks.state(item) == Chunks.DETACHED) {
                items.pages.hold(-chunks.valueLength(item));
                items.free(item);
            }
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    Outcome store(Command command, Result result) {
        long stamp = write(command.nowSeconds);
        try {
            if (storing.isTooLarge(command)) {
                return storing.fail(command, Outcome.TOO_LARGE);
            }
            return storing.store(command, result, 0);
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    Outcome delete(Command command, Result result) {
        long stamp = write(command.nowSeconds);
        try {
            return verbs.delete(command, result);
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    Outcome count(Command command, Result result) {
        long stamp = write(command.nowSeconds);
        try {
            return counting.count(command, result);
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    Outcome touch(Command command, Result result) {
        long stamp = write(command.nowSeconds);
        try {
            return verbs.touch(command, result);
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    void flushAll(int atSeconds, int nowSeconds) {
        long stamp = write(nowSeconds);
        try {
            flushAt = atSeconds;
            record.flush(items.epoch(), flushAt);
            flushIfDue();
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /** Whether a hit counts once a minute only. */
    void flat(boolean wanted) {
        long stamp = guard.writeLock();
        try {
            items.flat = wanted;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /** Goes on where the shard's record says that it was before a restart. */
    void resume(CasCounter casCounter) {
        casCounter.resume();
        items.epoch(record.epoch());
        flushAt = record.flushAt();
    }

    /** Which items are temporary from now on. */
    void temporaryTtl(int seconds) {
        long stamp = guard.writeLock();
        try {
            items.temporaryTtl = seconds;
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    void resetStats() {
        long stamp = guard.writeLock();
        try {
            items.counters.reset();
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /** Pages this shard holds. Without its lock perhaps a page or two wrong. */
    int heldPages() {
        return items.pages.held();
    }

    /** Evicts a page of items for another shard; false if that is not possible at once. */
    boolean givePage(int nowSeconds) {
        long stamp = guard.tryWriteLock();
        if (stamp == 0) {
            return false;
        }
        try {
            items.now = nowSeconds;
            return allocator.givePage(true);
        } finally {
            guard.unlockWrite(stamp);
        }
    }

    /** Values that come in pieces. */
    Arrivals arrivals() {
        return arrivals;
    }

    /** What is done besides answering clients. */
    ShardUpkeep upkeep() {
        return upkeep;
    }

    /** The items, for those who fold statistics or check invariants. */
    Items items() {
        return items;
    }

    Guard guard() {
        return guard;
    }

    private boolean isFlushDue(int nowSeconds) {
        return flushAt != 0 && flushAt <= nowSeconds;
    }

    /** Takes the write lock and looks at the clock. */
    long write(int nowSeconds) {
        long stamp = guard.writeLock();
        items.now = nowSeconds;
        // A command that failed in the middle may have left its item kept.
        items.kept = 0;
        flushIfDue();
        return stamp;
    }

    private void flushIfDue() {
        if (isFlushDue(items.now)) {
            flushAt = 0;
            items.nextEpoch();
            record.flush(items.epoch(), flushAt);
            upkeep.flushed();
        }
    }
}
