package org.mainmemory.memcache.store;

import java.util.List;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/**
 * Items by key in a bounded piece of off-heap memory: the face of this package.
 *
 * <p>Any loop may call at any time; {@code Command}, {@code Result}, reader and the other flyweights passed in belong
 * to the calling loop. {@code command.nowSeconds} is the clock, {@code command.exptimeSeconds} the exptime on it.
 */
public final class Store implements AutoCloseable {

    /** Values up to this many bytes are shown to the {@link ItemReader}; larger ones are {@link Outcome#LARGE}. */
    public static final int MAX_COPIED_VALUE = 16 << 10;

    /** Reserves the memory (it becomes resident only as items are written). */
    public static Store open(StoreSettings settings) {
        throw new UnsupportedOperationException();
    }

    /**
     * GET, GETS, GAT, GATS of one key: {@code HIT} after {@code reader} has seen the item, {@code LARGE} if it must be
     * {@linkplain #pin pinned} instead, {@code NOT_FOUND}. The GAT family sets the exptime in the same step.
     */
    public Outcome get(Command command, Result result, ItemReader reader) {
        throw new UnsupportedOperationException();
    }

    /** Pins the item of the key into {@code pinned}: {@code HIT}, or {@code NOT_FOUND} if it has just gone. */
    public Outcome pin(Command command, PinnedItem pinned) {
        throw new UnsupportedOperationException();
    }

    /** Lets go of a pinned item; no effect on one that is not open. */
    public void unpin(PinnedItem pinned) {
        throw new UnsupportedOperationException();
    }

    /**
     * SET, ADD, REPLACE, APPEND, PREPEND, CAS with the whole value in memory: {@code STORED}, {@code NOT_STORED},
     * {@code EXISTS}, {@code NOT_FOUND}, {@code TOO_LARGE}, {@code OUT_OF_MEMORY}. A SET that fails removes the old
     * item; the others keep it.
     */
    public Outcome store(Command command, Result result) {
        throw new UnsupportedOperationException();
    }

    /**
     * Begins one of the same verbs for a value that is still arriving, of {@code command.valueLength} bytes. Copies what
     * it needs from {@code command}. {@code STORED} means that {@code reservation} is open; {@code TOO_LARGE} and
     * {@code OUT_OF_MEMORY} are final (and a SET has then removed the old item).
     */
    public Outcome reserve(Command command, Result result, Reservation reservation) {
        throw new UnsupportedOperationException();
    }

    /** Ends a reservation whose {@code remaining()} is 0 by carrying out its verb; outcomes as {@link #store}. */
    public Outcome commit(Reservation reservation, int nowSeconds, Result result) {
        throw new UnsupportedOperationException();
    }

    /** Gives a reservation's chunks back; no effect on one that is not open. */
    public void abort(Reservation reservation) {
        throw new UnsupportedOperationException();
    }

    /** DELETE: {@code DELETED} or {@code NOT_FOUND}. */
    public Outcome delete(Command command, Result result) {
        throw new UnsupportedOperationException();
    }

    /** INCR, DECR: {@code COUNTED}, {@code NOT_FOUND}, {@code NON_NUMERIC}, {@code OUT_OF_MEMORY}. */
    public Outcome count(Command command, Result result) {
        throw new UnsupportedOperationException();
    }

    /** TOUCH: {@code HIT} or {@code NOT_FOUND}. */
    public Outcome touch(Command command, Result result) {
        throw new UnsupportedOperationException();
    }

    /** FLUSH_ALL: when the clock reaches {@code atSeconds} all items stored before are dead; at most now means now. */
    public void flushAll(int atSeconds, int nowSeconds) {
        throw new UnsupportedOperationException();
    }

    /**
     * One bounded slice (well under 1 ms) of the upkeep of the shards that fall to {@code loop}: expired and flushed
     * items are removed, pages given back.
     *
     * @return whether there is more to do now; otherwise call again in a second
     */
    public boolean maintain(int loop, int nowSeconds) {
        throw new UnsupportedOperationException();
    }

    /** Totals over all shards, folded now. Not a consistent cut while loops write. */
    public StoreStats stats() {
        throw new UnsupportedOperationException();
    }

    /** The slab classes that hold or held items, by memcached's class numbers, folded now. */
    public List<SlabClassStats> slabClasses(int nowSeconds) {
        throw new UnsupportedOperationException();
    }

    /** Zeroes the counters of {@code stats reset}; sizes and item counts stay. */
    public void resetStats() {
        throw new UnsupportedOperationException();
    }

    /** Frees the memory. No loop may call any more. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
