package org.mainmemory.core.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A borrowed piece of a {@link BufferPool}: holds the bytes {@code [start, end)} that a connection has to keep between
 * its turns. One thread, that of the pool.
 */
public final class Block {

    final int sizeClass;

    /** The block below this one among the pool's idle ones. */
    @Nullable Block nextIdle;

    boolean borrowed;

    private final Arena arena;
    private final MemorySegment bytes;
    private final ByteBuffer buffer;
    private int start;
    private int end;

    Block(int sizeClass, Arena arena, MemorySegment bytes) {
        this.sizeClass = sizeClass;
        this.arena = arena;
        this.bytes = bytes;
        this.buffer = bytes.asByteBuffer();
    }

    /** Bytes that fit. */
    public int capacity() {
        return (int) bytes.byteSize();
    }

    /** Bytes held. */
    public int length() {
        return end - start;
    }

    /** Replaces what is held with {@code length} bytes of {@code source}, which must fit. */
    public void hold(MemorySegment source, long offset, int length) {
        MemorySegment.copy(source, offset, bytes, 0, length);
        start = 0;
        end = length;
    }

    /** Appends what is held to {@code input}, in which it must fit. It stays held as well. */
    public void appendTo(InputBuffer input) {
        input.append(bytes, start, end - start);
    }

    /** Offers what is held to {@code channel} once; drops and counts what it took. */
    public int drainTo(WritableByteChannel channel) throws IOException {
        buffer.limit(end).position(start);
        int count = channel.write(buffer);
        start += count;
        return count;
    }

    /** Moves as much of what is held to {@code target} as it has room for. */
    public void moveTo(ByteBuffer target) {
        int count = Math.min(end - start, target.remaining());
        target.put(target.position(), buffer.clear(), start, count).position(target.position() + count);
        start += count;
    }

    void clear() {
        start = 0;
        end = 0;
    }

    void free() {
        arena.close();
    }
}
