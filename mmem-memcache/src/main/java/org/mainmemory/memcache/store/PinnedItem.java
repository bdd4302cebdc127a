package org.mainmemory.memcache.store;

import org.mainmemory.core.memory.OutputBuffer;

/**
 * A large item that is being sent: it keeps its bytes until {@link Store#unpin}, even if its key is overwritten or
 * deleted meanwhile. Reused; a connection holds one only while it sends. That connection's loop only.
 */
public final class PinnedItem {

    /** Whether an item is held. */
    public boolean isOpen() {
        throw new UnsupportedOperationException();
    }

    /** The client's opaque flags. */
    public int clientFlags() {
        throw new UnsupportedOperationException();
    }

    /** Bytes of the whole value. */
    public int valueLength() {
        throw new UnsupportedOperationException();
    }

    /** The item's CAS, 0 if the store keeps none. */
    public long cas() {
        throw new UnsupportedOperationException();
    }

    /** Bytes of the value not copied yet. */
    public int remaining() {
        throw new UnsupportedOperationException();
    }

    /** Appends the next bytes of the value, as many as {@code out} has room for; returns how many. */
    public int copyTo(OutputBuffer out) {
        throw new UnsupportedOperationException();
    }
}
