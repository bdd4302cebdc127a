package org.mainmemory.core.memory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Bytes on their way to a peer: replies are appended at {@link #end()}, the socket takes them from the front.
 *
 * <p>Whoever appends asks for {@link #room()} first; an append that does not fit throws
 * {@link IndexOutOfBoundsException} and is a bug. {@link #end()} and {@link #rewindTo} take back what was appended
 * since, which an optimistic reader needs.
 *
 * <p>What several appended one after the other can be sent later: {@link #setAside} leaves it where it lies.
 *
 * <p>One owner, one thread.
 */
public final class OutputBuffer {

    /** Bytes behind the capacity that {@link #putWord} may scribble on. */
    private static final int SLACK = Long.BYTES;

    /** Numbers below it have eight digits at most. */
    private static final int SHORT_NUMBERS = 100_000_000;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int capacity;
    private final int mostAside;
    private final ByteBuffer buffer;
    private final MemorySegment bytes;
    private int floor;
    private int start;
    private int end;

    /** Creates an empty buffer of {@code capacity} bytes of direct memory, none of which can be set aside. */
    public OutputBuffer(int capacity) {
        this(capacity, 0);
    }

    /** Creates an empty buffer of {@code capacity} bytes of direct memory, and more for those that are set aside. */
    public OutputBuffer(int capacity, int mostAside) {
        this.capacity = capacity;
        this.mostAside = mostAside;
        this.bytes = DirectMemory.of(mostAside + capacity + SLACK);
        this.buffer = bytes.asByteBuffer();
    }

    /** The memory that all indexes speak of. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** Index of the first unsent byte. */
    public int start() {
        return start;
    }

    /** Index behind the last appended byte; also the mark for {@link #rewindTo}. */
    public int end() {
        return end;
    }

    /** Unsent bytes. */
    public int length() {
        return end - start;
    }

    /** The most bytes the buffer can hold, besides those set aside. */
    public int capacity() {
        return capacity;
    }

    /** Bytes that can be appended. */
    public int room() {
        return floor + capacity - end;
    }

    /** Takes back everything appended since {@link #end()} was {@code mark}. */
    public void rewindTo(int mark) {
        if (mark < start || mark > end) {
            throw new IndexOutOfBoundsException("rewind to " + mark + " of [" + start + "," + end + ")");
        }
        end = mark;
    }

    /** Forgets all bytes but those set aside. */
    public void clear() {
        start = floor;
        end = floor;
    }

    /**
     * Leaves the unsent bytes where they are, for {@link #drainAside}, and is empty. Does nothing if more would be set
     * aside than may be.
     *
     * @return whether they are set aside
     */
    public boolean setAside() {
        if (end > mostAside) {
            return false;
        }
        floor = end;
        start = end;
        return true;
    }

    /** Forgets all bytes, also those set aside. */
    public void reclaim() {
        floor = 0;
        clear();
    }

    /** Appends one byte. */
    public void putByte(byte value) {
        requireRoom(1);
        bytes.set(ValueLayout.JAVA_BYTE, end, value);
        end++;
    }

    /** Appends the {@code length} (0..8) lowest bytes of {@code word}, lowest first. */
    public void putWord(long word, int length) {
        requireRoom(length);
        bytes.set(LONG, end, word);
        end += length;
    }

    /** Appends all of {@code source}. */
    public void putBytes(byte[] source) {
        requireRoom(source.length);
        MemorySegment.copy(source, 0, bytes, ValueLayout.JAVA_BYTE, end, source.length);
        end += source.length;
    }

    /** Appends {@code length} bytes of {@code source} from {@code offset}. */
    public void putBytes(byte[] source, int offset, int length) {
        requireRoom(length);
        MemorySegment.copy(source, offset, bytes, ValueLayout.JAVA_BYTE, end, length);
        end += length;
    }

    /**
     * Appends what one read of {@code channel} gives, at most {@code most} bytes.
     *
     * @return bytes read; 0 if there is no room, -1 at the end of the stream
     */
    public int fill(ReadableByteChannel channel, int most) throws IOException {
        int length = Math.min(most, room());
        if (length == 0) {
            return 0;
        }
        buffer.limit(end + length).position(end);
        int count = channel.read(buffer);
        end += Math.max(count, 0);
        return count;
    }

    /** Appends {@code length} bytes of {@code source} from {@code offset}. */
    public void putBytes(MemorySegment source, long offset, int length) {
        requireRoom(length);
        MemorySegment.copy(source, offset, bytes, end, length);
        end += length;
    }

    /** Appends the characters of {@code text}, which must be ASCII. For replies that are not per request. */
    public void putAscii(String text) {
        int length = text.length();
        requireRoom(length);
        for (int i = 0; i < length; i++) {
            bytes.set(ValueLayout.JAVA_BYTE, end + i, (byte) text.charAt(i));
        }
        end += length;
    }

    /** Appends {@code value}, taken as unsigned, in decimal digits (1 to 20 bytes). */
    public void putUnsigned(long value) {
        if (value >= 0 && value < SHORT_NUMBERS) {
            putShortNumber((int) value);
            return;
        }
        int length = AsciiNumbers.unsignedLength(value);
        requireRoom(length);
        AsciiNumbers.writeUnsigned(bytes, end, length, value);
        end += length;
    }

    /** One whose digits make up a word. */
    private void putShortNumber(int value) {
        long digits = 0;
        int length = 0;
        int rest = value;
        do {
            int tenth = rest / 10;
            digits = (digits << Byte.SIZE) | ('0' + rest - tenth * 10);
            length++;
            rest = tenth;
        } while (rest > 0);
        putWord(digits, length);
    }

    /**
     * Offers the unsent bytes to {@code channel} once.
     *
     * @return bytes the channel took; {@link #length()} tells what is left
     */
    public int drainTo(WritableByteChannel channel) throws IOException {
        buffer.limit(end).position(start);
        int count = channel.write(buffer);
        start += count;
        if (start == end) {
            clear();
        }
        return count;
    }

    /**
     * Offers bytes {@code [from, to)}, which are set aside, to {@code channel} once.
     *
     * @return bytes the channel took
     */
    public int drainAside(WritableByteChannel channel, int from, int to) throws IOException {
        assert from <= to && to <= floor : "[" + from + "," + to + ") of " + floor + " bytes set aside";
        buffer.limit(to).position(from);
        return channel.write(buffer);
    }

    /**
     * Offers the unsent bytes, and behind them {@code runs}, to {@code sink} once.
     *
     * @return bytes taken, of both
     */
    public long drainTo(MemoryRuns.Sink sink, MemoryRuns runs) throws IOException {
        buffer.limit(end).position(start);
        long count = runs.drainTo(sink, buffer);
        start += (int) Math.min(count, end - start);
        if (start == end) {
            clear();
        }
        return count;
    }

    private void requireRoom(int length) {
        if (length > room()) {
            throw new IndexOutOfBoundsException("append " + length + " bytes to " + room() + " free ones");
        }
    }
}
