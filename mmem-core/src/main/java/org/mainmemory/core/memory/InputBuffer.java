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
 * <p>What came can be looked at later, with others': {@link #setAside} leaves it where it lies until {@link #takeUp}.
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
    private final int mostAside;
    private final ByteBuffer buffer;
    private final MemorySegment bytes;
    private int floor;
    private int start;
    private int end;

    /** Creates an empty buffer of {@code capacity} bytes of direct memory, none of which can be set aside. */
    public InputBuffer(int capacity) {
        this(capacity, 0);
    }

    /** Creates an empty buffer of {@code capacity} bytes of direct memory, and more for those that are set aside. */
    public InputBuffer(int capacity, int mostAside) {
        this.capacity = capacity;
        this.mostAside = mostAside;
        this.bytes = DirectMemory.of(mostAside + capacity + SLACK);
        this.buffer = bytes.asByteBuffer();
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

    /** The most bytes the window can hold, besides those set aside. */
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

    /** Drops everything but what is set aside, behind which the window starts again. */
    public void clear() {
        start = floor;
        end = floor;
    }

    /** Moves the window as far to the front as it goes, so that all free room lies behind it. */
    public void compact() {
        if (start > floor) {
            MemorySegment.copy(bytes, start, bytes, floor, end - start);
            end -= start - floor;
            start = floor;
        }
    }

    /**
     * Leaves the window's bytes where they are, for {@link #takeUp}, and is empty. Does nothing if more would be set
     * aside than may be. Not for what was taken up.
     *
     * @return whether they are set aside
     */
    public boolean setAside() {
        assert start >= floor : "it is set aside already";
        if (end > mostAside) {
            return false;
        }
        floor = end;
        start = end;
        return true;
    }

    /** Has the window be {@code [from, to)}, which is set aside and stays so; nothing can be added to it. */
    public void takeUp(int from, int to) {
        assert from <= to && to <= floor : "[" + from + "," + to + ") of " + floor + " bytes set aside";
        start = from;
        end = to;
    }

    /** Drops everything, also what is set aside. */
    public void reclaim() {
        floor = 0;
        clear();
    }

    /** Appends {@code length} bytes of {@code source}; throws {@link IndexOutOfBoundsException} if they do not fit. */
    public void append(MemorySegment source, long offset, int length) {
        int room = floor + capacity - end;
        if (length > room) {
            throw new IndexOutOfBoundsException("append " + length + " bytes to " + room + " free ones");
        }
        assert end >= floor : "what is set aside is read, not added to";
        MemorySegment.copy(source, offset, bytes, end, length);
        end += length;
    }

    /**
     * Reads once from {@code channel} into the room behind the window.
     *
     * @return bytes read, 0 if the channel has none or no room is left, -1 at the end of the stream
     */
    public int fill(ReadableByteChannel channel) throws IOException {
        int limit = floor + capacity;
        if (end == limit) {
            return 0;
        }
        assert end >= floor : "what is set aside is read, not added to";
        buffer.limit(limit).position(end);
        int count = channel.read(buffer);
        if (count > 0) {
            end += count;
        }
        return count;
    }
}
