package org.mainmemory.memcache.store;

import org.mainmemory.core.memory.OutputBuffer;

/** An item as a reader sees it: a reused view over one chunk. That loop's thread, during one call only. */
public final class ItemView {

    /** The client's opaque flags. */
    public int clientFlags() {
        throw new UnsupportedOperationException();
    }

    /** Bytes of the value, without a line end. */
    public int valueLength() {
        throw new UnsupportedOperationException();
    }

    /** The item's CAS, 0 if the store keeps none. */
    public long cas() {
        throw new UnsupportedOperationException();
    }

    /** Appends the value to {@code out}, which must have room for it. */
    public void copyValueTo(OutputBuffer out) {
        throw new UnsupportedOperationException();
    }
}
