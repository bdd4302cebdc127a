package org.mainmemory.core.net;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.Block;
import org.mainmemory.core.memory.BufferPool;
import org.mainmemory.core.memory.InputBuffer;

/**
 * Bytes that a connection keeps from one turn to another, in a block that it borrows only while there are some. The
 * loop's thread.
 */
final class Leftover {

    private final BufferPool pool;
    private @Nullable Block block;

    Leftover(BufferPool pool) {
        this.pool = pool;
    }

    boolean isEmpty() {
        return block == null;
    }

    /** Replaces what is kept with {@code length} bytes of {@code source}, at most as many as a block holds. */
    void keep(MemorySegment source, long offset, int length) {
        releaseUnlessFit(length);
        if (length > 0) {
            if (block == null) {
                block = pool.borrow(length);
            }
            block.hold(source, offset, length);
        }
    }

    /** {@linkplain #keep Keeps} it if the pool's limit has room for it; answers whether it has. */
    boolean keepIfRoom(MemorySegment source, long offset, int length) {
        releaseUnlessFit(length);
        if (length > 0 && block == null) {
            block = pool.borrowIfRoom(length);
            if (block == null) {
                return false;
            }
        }
        keep(source, offset, length);
        return true;
    }

    /** Appends what is kept to {@code input}, in which it must fit. It stays kept as well. */
    void appendTo(InputBuffer input) {
        if (block != null) {
            block.appendTo(input);
        }
    }

    /** Offers what is kept to {@code channel} once; forgets and counts what it took. */
    int drainTo(WritableByteChannel channel) throws IOException {
        if (block == null) {
            return 0;
        }
        int count = block.drainTo(channel);
        releaseIfEmpty(block);
        return count;
    }

    /** Moves as much of what is kept to {@code target} as it has room for. */
    void moveTo(ByteBuffer target) {
        if (block != null) {
            block.moveTo(target);
            releaseIfEmpty(block);
        }
    }

    private void releaseUnlessFit(int length) {
        if (block != null && (length == 0 || length > block.capacity())) {
            release();
        }
    }

    private void releaseIfEmpty(Block held) {
        if (held.length() == 0) {
            release();
        }
    }

    /** Forgets what is kept. */
    void release() {
        if (block != null) {
            pool.giveBack(block);
            block = null;
        }
    }
}
