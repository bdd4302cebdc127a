package org.mainmemory.memcache.store;

/**
 * Where a shard's CAS values come from: they grow, and no two shards ever issue the same. With one shard the first is
 * 2, as memcached's. Under the shard's write lock only.
 */
final class CasCounter {

    private static final long FIRST = 2;

    private final long step;
    private final boolean used;
    private final ShardRecord record;
    private long next;

    /** Creates the counter of shard {@code shard} of {@code shards}; with {@code used} false it issues only 0. */
    CasCounter(int shard, int shards, boolean used) {
        this(shard, shards, used, ShardRecord.NONE);
    }

    /** The same, with a note in {@code record} of what has been issued. */
    CasCounter(int shard, int shards, boolean used, ShardRecord record) {
        this.step = shards;
        this.next = FIRST + shard;
        this.used = used;
        this.record = record;
    }

    /** Goes on behind what was issued before a restart, according to the record. */
    void resume() {
        long missing = record.nextCas() - next;
        if (missing > 0) {
            next += (missing + step - 1) / step * step;
        }
        record.nextCas(next);
    }

    /** Whether the store keeps a CAS at all. */
    boolean isUsed() {
        return used;
    }

    /** A value never issued before; 0 if the store keeps no CAS. */
    long next() {
        if (!used) {
            return 0;
        }
        long cas = next;
        next += step;
        record.nextCas(next);
        return cas;
    }
}
