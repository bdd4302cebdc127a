package org.mainmemory.core.memory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * The bytes that a peer has sent and nobody has consumed yet: a window {@code [start, end)} over direct memory.
 *
 * <p>Indexes are absolute positions in {@link #bytes()}, so a decoder may keep them in locals while it looks around.
 * {@link #longAt} may be asked for any index below {@link #end()}: the memory carries {@value #SLACK} spare bytes
 * behind its capacity, so that a word read at the last byte stays inside it (what those bytes hold is unspecified).
 *
 * <p>One owner, one thread.
 */
public final class InputBuffer {

    /** Readable bytes behind the capacity, in bytes. */
    public static final int SLACK = Long.BYTES;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private int capacity;
    private final ByteBuffer buffer;
    private final MemorySegment bytes;
    private int start;
    private int end;

    /** Creates an empty buffer of {@code capacity} bytes of direct memory. */
    public InputBuffer(int capacity) {
        this.capacity = capacity;
        this.buffer = ByteBuffer.allocateDirect(capacity + SLACK);
        this.bytes = MemorySegment.ofBuffer(buffer);
    }

    /** The memory that all indexes speak of. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** Index of the first unconsumed byte. */
    public int start() {
        return start;
    }

    /** Index behind the last received byte. */
    public int end() {
        return end;
    }

    /** Unconsumed bytes. */
    public int length() {
        return end - start;
    }

    /** Lets the window hold no more than {@code bytes} from now on, while it is empty. */
    public void limitTo(int bytes) {
        if (length() > 0 || bytes > capacity) {
            throw new IllegalStateException("limited to " + bytes + " bytes with " + length() + " of " + capacity);
        }
        clear();
        capacity = bytes;
    }

    /** The most bytes the window can hold. */
    public int capacity() {
        return capacity;
    }

    /** Whether another {@link #fill} could not add a byte even after {@link #compact}. */
    public boolean isFull() {
        return end - start == capacity;
    }

    /** The byte at an index below {@link #end()}. */
    public byte byteAt(int index) {
        return bytes.get(ValueLayout.JAVA_BYTE, index);
    }

    /** Two bytes from {@code index}, little-endian. */
    public short shortAt(int index) {
        return bytes.get(SHORT, index);
    }

    /** Four bytes from {@code index}, little-endian. */
    public int intAt(int index) {
        return bytes.get(INT, index);
    }

    /** Eight bytes from {@code index}, little-endian: the byte at {@code index} is the lowest. */
    public long longAt(int index) {
        return bytes.get(LONG, index);
    }

    /** Index of the first {@code wanted} byte in {@code [from, end)}, or -1. Looks at eight bytes at a time. */
    public int indexOf(byte wanted, int from) {
        long pattern = (wanted & 0xFFL) * ONES;
        for (int at = from; at < end; at += Long.BYTES) {
            long difference = longAt(at) ^ pattern;
            long zeroes = (difference - ONES) & ~difference & HIGHS;
            if (zeroes != 0) {
                int found = at + (Long.numberOfTrailingZeros(zeroes) >>> 3);
                return found < end ? found : -1;
            }
        }
        return -1;
    }

    /** Drops the first {@code count} bytes of the window. */
    public void consume(int count) {
        consumeTo(start + count);
    }

    /** Drops everything before {@code index}. */
    public void consumeTo(int index) {
        if (index < start || index > end) {
            throw new IndexOutOfBoundsException("consume to " + index + " of [" + start + "," + end + ")");
        }
        start = index;
    }

    /** Drops everything and starts again at index 0. */
    public void clear() {
        start = 0;
        end = 0;
    }

    /** Moves the window to index 0, so that all free room lies behind it. */
    public void compact() {
        if (start > 0) {
            MemorySegment.copy(bytes, start, bytes, 0, end - start);
            end -= start;
            start = 0;
        }
    }

    /** Appends {@code length} bytes of {@code source}; throws {@link IndexOutOfBoundsException} if they do not fit. */
    public void append(MemorySegment source, long offset, int length) {
        if (length > capacity - end) {
            throw new IndexOutOfBoundsException("append " + length + " bytes to " + (capacity - end) + " free ones");
        }
        MemorySegment.copy(source, offset, bytes, end, length);
        end += length;
    }

    /**
     * Reads once from {@code channel} into the room behind the window.
     *
     * @return bytes read, 0 if the channel has none or no room is left, -1 at the end of the stream
     */
    public int fill(ReadableByteChannel channel) throws IOException {
        if (end == capacity) {
            return 0;
        }
        buffer.limit(capacity).position(end);
        int count = channel.read(buffer);
        if (count > 0) {
            end += count;
        }
        return count;
    }
}
