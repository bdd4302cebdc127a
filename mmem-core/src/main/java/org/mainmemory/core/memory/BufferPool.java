package org.mainmemory.core.memory;

import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of off-heap memory that a loop lends to its connections: for the start of a request whose end has not
 * arrived, and for replies that a peer does not take.
 *
 * <p>There are three sizes. Up to {@value #MAX_IDLE_BYTES} bytes of each are kept for the next borrower, what comes
 * back beyond that is returned to the system at once: a burst of slow peers leaves nothing behind. Each block is a
 * mapping of its own, which is not bounded by {@code -XX:MaxDirectMemorySize} and does not wait for the collector.
 *
 * <p>There may be a limit to what is lent at a time. Those who hold something that is no block, but counts as much,
 * {@link #reserve} it.
 *
 * <p>One thread, the one that borrows first; others may read figures, which are then a moment old.
 */
public final class BufferPool implements AutoCloseable {

    /** Capacity of the largest block. */
    public static final int MAX_BLOCK_BYTES = 64 << 10;

    static final int MAX_IDLE_BYTES = 1 << 20;

    private static final int[] SIZES = {4 << 10, 16 << 10, MAX_BLOCK_BYTES};

    private final PageSource source;
    private final @Nullable Block[] idle = new Block[SIZES.length];
    private final int[] idleCounts = new int[SIZES.length];
    private int borrowed;
    private long lentBytes;
    private long limitBytes = Long.MAX_VALUE;
    private long refusals;

    /** An empty pool. */
    public BufferPool() {
        this(PageSource.best());
    }

    BufferPool(PageSource source) {
        this.source = source;
    }

    /** Bounds what is lent and reserved at a time, in bytes. Before the first borrower. */
    public void limitTo(long bytes) {
        limitBytes = bytes;
    }

    /** {@linkplain #borrow Lends} a block if the limit has room for it; else counts, and answers null. */
    public @Nullable Block borrowIfRoom(int bytes) {
        return hasRoom(SIZES[sizeClassOf(bytes)]) ? borrow(bytes) : null;
    }

    /** Counts {@code bytes} as lent until they are {@linkplain #release released}; answers whether they may be. */
    public boolean reserve(int bytes) {
        if (!hasRoom(bytes)) {
            return false;
        }
        lentBytes += bytes;
        return true;
    }

    /** Takes back a {@link #reserve}. */
    public void release(int bytes) {
        lentBytes -= bytes;
    }

    private boolean hasRoom(int bytes) {
        boolean room = bytes <= roomBytes();
        if (!room) {
            refusals++;
        }
        return room;
    }

    /** What may still be lent, in bytes. */
    public long roomBytes() {
        return limitBytes - lentBytes;
    }

    /** What is lent and reserved, in bytes. Any thread. */
    public long lentBytes() {
        return lentBytes;
    }

    /** How often there was no room. Any thread. */
    public long refusals() {
        return refusals;
    }

    /**
     * Lends an empty block, also beyond the limit.
     *
     * @param bytes what it has to hold, 0 to {@link #MAX_BLOCK_BYTES}
     * @throws OutOfMemoryError if there is no memory for another block
     */
    public Block borrow(int bytes) {
        int sizeClass = sizeClassOf(bytes);
        Block block = idle[sizeClass];
        if (block == null) {
            Arena arena = Arena.ofConfined();
            block = new Block(sizeClass, arena, source.map(SIZES[sizeClass], arena));
        } else {
            idle[sizeClass] = block.nextIdle;
            idleCounts[sizeClass]--;
            block.nextIdle = null;
        }
        block.borrowed = true;
        borrowed++;
        lentBytes += SIZES[sizeClass];
        return block;
    }

    /** Takes back a block, which its borrower must not touch any more. Throws if it was not lent. */
    public void giveBack(Block block) {
        if (!block.borrowed) {
            throw new IllegalStateException("a block given back twice");
        }
        block.borrowed = false;
        borrowed--;
        int sizeClass = block.sizeClass;
        lentBytes -= SIZES[sizeClass];
        if ((long) (idleCounts[sizeClass] + 1) * SIZES[sizeClass] > MAX_IDLE_BYTES) {
            block.free();
            return;
        }
        block.clear();
        block.nextIdle = idle[sizeClass];
        idle[sizeClass] = block;
        idleCounts[sizeClass]++;
    }

    /** Blocks that are lent. Any thread. */
    public int borrowed() {
        return borrowed;
    }

    /** Bytes kept for borrowers to come. Any thread. */
    public long idleBytes() {
        long sum = 0;
        for (int i = 0; i < SIZES.length; i++) {
            sum += (long) idleCounts[i] * SIZES[i];
        }
        return sum;
    }

    /** Returns all idle blocks to the system. The pool may be used on. */
    @Override
    public void close() {
        for (int i = 0; i < SIZES.length; i++) {
            for (Block block = idle[i]; block != null; block = block.nextIdle) {
                block.free();
            }
            idle[i] = null;
            idleCounts[i] = 0;
        }
    }

    private static int sizeClassOf(int bytes) {
        for (int i = 0; i < SIZES.length; i++) {
            if (bytes <= SIZES[i]) {
                return i;
            }
        }
        throw new IllegalArgumentException("a block of " + bytes + " bytes");
    }
}
