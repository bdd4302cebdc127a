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

    /** Points this view at an item of one chunk; false if what stands there cannot be an item. */
    boolean show(Chunks chunks, long item) {
        memory = chunks.memory();
        value = chunks.value(item);
        valueLength = chunks.valueLength(item);
        clientFlags = chunks.clientFlags(item);
        cas = chunks.cas(item);
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

    /** Appends the value to {@code out}, which must have room for it. */
    public void copyValueTo(OutputBuffer out) {
        out.putBytes(memory, value, valueLength);
    }
}
