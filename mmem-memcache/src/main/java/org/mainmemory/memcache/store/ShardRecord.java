package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What a memory file keeps of one shard beside its items: the next CAS, twice, and how far flush_all has come. A cache
 * line; without a file, nothing. Under the shard's write lock only.
 */
final class ShardRecord {

    /** Bytes of a record. */
    static final int BYTES = 64;
    /** That of a shard that no file keeps. */
    static final ShardRecord NONE = new ShardRecord(MemorySegment.NULL);

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int NEXT_CAS = 0;
    private static final int CAS_AGAIN = 8;
    private static final int FLUSH = 16;
    private static final int EPOCH_BITS = 8;
    private static final int EPOCH_MASK = (1 << EPOCH_BITS) - 1;

    private final MemorySegment memory;
    private final boolean kept;

    /** A record at the start of {@code memory}; none if that has no bytes. */
    ShardRecord(MemorySegment memory) {
        this.memory = memory;
        this.kept = memory.byteSize() > 0;
    }

    /** Notes the CAS to be issued next. */
    void nextCas(long cas) {
        if (kept) {
            memory.set(LONG, NEXT_CAS, cas);
            memory.set(LONG, CAS_AGAIN, ~cas);
        }
    }

    /** The CAS to be issued next; the greater one if the two notes differ. */
    long nextCas() {
        return Math.max(memory.get(LONG, NEXT_CAS), ~memory.get(LONG, CAS_AGAIN));
    }

    /** Notes the epoch of items that are not flushed, and when a pending flush_all is due, 0 if none is. */
    void flush(int epoch, int flushAt) {
        if (kept) {
            memory.set(LONG, FLUSH, CheckedWord.of(((long) flushAt << EPOCH_BITS) | (epoch & EPOCH_MASK)));
        }
    }

    /** Whether {@link #epoch()} and {@link #flushAt()} are what was noted. */
    boolean isWhole() {
        return CheckedWord.open(memory.get(LONG, FLUSH)) != CheckedWord.DAMAGED;
    }

    /** The epoch as {@link Chunks#epoch} tells it. */
    int epoch() {
        return (byte) memory.get(LONG, FLUSH);
    }

    /** When a pending flush_all is due, in seconds on the clock; 0 if none is. */
    int flushAt() {
        return (int) (CheckedWord.open(memory.get(LONG, FLUSH)) >>> EPOCH_BITS);
    }
}
