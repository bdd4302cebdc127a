package org.mainmemory.memcache.store;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves about a MiB, a page of memcached's, from the items of one of its slab classes to those of another, in slices.
 * mmem's pages are smaller and belong to no such class, so this empties as many of them as hold items of the source,
 * half of what that has at most, and keeps what came free for new items of the target, or for anybody if that is class
 * 0, the global pool. One order may wait for another. Any loop.
 */
final class PageMoves {

    /** mmem's pages in one of memcached's. */
    static final int PAGES = (1 << 20) >>> SizeClasses.PAGE_SHIFT;

    private final Shard[] shards;
    private final PagePool pool;
    private final int classes;
    private @Nullable Job job;
    private @Nullable Job waiting;
    private long done;

    /** One order. */
    private static final class Job {
        private final int source;
        private final int target;
        private final BitSet exhausted = new BitSet();
        private final int pages;
        private int moved;

        Job(int source, int target, int pages) {
            this.pages = pages;
            this.source = source;
            this.target = target;
        }
    }

    PageMoves(Shard[] shards, PagePool pool, int classes) {
        this.shards = shards;
        this.pool = pool;
        this.classes = classes;
    }

    /** Begins to move memory; {@code rows} tell what classes have. A source of -1 is any that has some to spare. */
    synchronized Reassignment start(int wanted, int target, List<SlabClassStats> rows) {
        if (waiting != null) {
            return Reassignment.BUSY;
        }
        if (wanted == target) {
            return Reassignment.SAME;
        }
        int source = wanted == -1 ? anySource(target, rows) : wanted;
        if (source < 0 || source > classes || target < 0 || target > classes) {
            return Reassignment.BAD_CLASS;
        }
        if (source == 0) {
            boolean spare = pool.returnedAndFree() >= 2 * PAGES && pool.keep(target, PAGES);
            return spare ? Reassignment.OK : Reassignment.NO_SPARE;
        }
        long pages = rows.get(source - 1).bytesRequested() >>> SizeClasses.PAGE_SHIFT;
        if (pages < 2) {
            return Reassignment.NO_SPARE;
        }
        waiting = new Job(source, target, (int) Math.min(PAGES, pages / 2));
        if (job == null) {
            begin();
        }
        return Reassignment.OK;
    }

    private void begin() {
        for (Shard shard : shards) {
            shard.upkeep().startSearch();
        }
        job = waiting;
        waiting = null;
    }

    private static int anySource(int target, List<SlabClassStats> rows) {
        for (SlabClassStats row : rows) {
            if (row.slabClass() != target && row.bytesRequested() >= 2 * SizeClasses.PAGE_SIZE) {
                return row.slabClass();
            }
        }
        return -1;
    }

    /** Whether an order is being carried out. */
    synchronized boolean isActive() {
        return job != null;
    }

    /** Orders carried out. */
    synchronized long done() {
        return done;
    }

    /** Moves a page of a shard, if there is an order; whether there may be more to do there. */
    boolean slice(int shard, int nowSeconds) {
        Job current = job(shard);
        if (current == null) {
            return false;
        }
        ShardUpkeep.Move move = shards[shard].upkeep().movePageOf(current.source, nowSeconds);
        return note(current, shard, move);
    }

    private synchronized @Nullable Job job(int shard) {
        Job current = job;
        return current == null || current.exhausted.get(shard) ? null : current;
    }

    private synchronized boolean note(Job current, int shard, ShardUpkeep.Move move) {
        if (job != current) {
            return false;
        }
        if (move == ShardUpkeep.Move.MOVED) {
            current.moved++;
        } else if (move == ShardUpkeep.Move.NONE) {
            current.exhausted.set(shard);
        }
        if (current.moved == current.pages || current.exhausted.cardinality() == shards.length) {
            if (current.target != 0) {
                pool.keep(current.target, current.moved);
            }
            done++;
            job = null;
            if (waiting != null) {
                begin();
            }
        }
        return job != null && (job != current || move != ShardUpkeep.Move.NONE);
    }
}
