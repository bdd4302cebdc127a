package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;

/**
 * Memory for a value that is still arriving: chunks that belong to nobody else and are linked nowhere until
 * {@link Store#commit}. Reused; a connection holds one only while it receives. That connection's loop only.
 */
public final class Reservation {

    /** Whether chunks are held: between a successful reserve and its commit or abort. */
    public boolean isOpen() {
        throw new UnsupportedOperationException();
    }

    /** Bytes of the value that have not arrived yet. */
    public int remaining() {
        throw new UnsupportedOperationException();
    }

    /** Adds the next {@code length} bytes of the value, at most {@link #remaining()}. */
    public void append(MemorySegment source, long offset, int length) {
        throw new UnsupportedOperationException();
    }
}
