package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import org.mainmemory.core.memory.OutputBuffer;

/**
 * An item as a reader sees it: a reused view of one chunk. Lengths are read once, so that what a reader does is
 * consistent in itself even while a writer changes the item. One owner; valid during a {@link ItemReader#read} only.
 */
public final class ItemView {

    private MemorySegment memory = MemorySegment.NULL;
    private long value;
    private int valueLength;
    private int clientFlags;
    private long cas;
    private int marks;
    private int exptime;
    private int lastUse;

    /** Points this view at an item of one chunk; false if what stands there cannot be an item. */
    boolean show(Chunks chunks, long item) {
        memory = chunks.memory();
        value = chunks.value(item);
        valueLength = chunks.valueLength(item);
        clientFlags = chunks.clientFlags(item);
        cas = chunks.cas(item);
        marks = chunks.marks(item);
        exptime = chunks.exptime(item);
        lastUse = chunks.lastUse(item);
        return Chunks.readable(value, valueLength) && valueLength <= Store.MAX_COPIED_VALUE;
    }

    /** The client's opaque flags. */
    public int clientFlags() {
        return clientFlags;
    }

    /** Bytes of the value, without a line end. */
    public int valueLength() {
        return valueLength;
    }

    /** The item's CAS, 0 if the store keeps none. */
    public long cas() {
        return cas;
    }

    /** Seconds on the clock at which the item expires, 0 never. */
    public int exptime() {
        return exptime;
    }

    /** Seconds on the clock at which the item was last used, give or take what eviction needs not know. */
    public int lastUse() {
        return lastUse;
    }

    /** Whether the item had been read before. */
    public boolean isFetched() {
        return (marks & Chunks.FETCHED) != 0;
    }

    /** Whether the item has been invalidated and not renewed. */
    public boolean isStale() {
        return (marks & Chunks.STALE) != 0;
    }

    /** Whether an earlier reader has won the right to renew the item. */
    public boolean isTokenSent() {
        return (marks & Chunks.TOKEN_SENT) != 0;
    }

    /** Whether the key is not text. */
    public boolean isBinaryKey() {
        return (marks & Chunks.BINARY_KEY) != 0;
    }

    /** Appends the value to {@code out}, which must have room for it. */
    public void copyValueTo(OutputBuffer out) {
        out.putBytes(memory, value, valueLength);
    }
}
