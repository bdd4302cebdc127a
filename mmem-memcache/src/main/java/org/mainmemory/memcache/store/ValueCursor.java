package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;

/**
 * A place in the value of an item, which may be a chain: moves forward a contiguous run at a time. Reused. It looks
 * only at chunks that nobody else may change meanwhile.
 */
final class ValueCursor {

    private final Chunks chunks;
    private long address;
    private int run;
    private long nextTail;

    ValueCursor(Chunks chunks) {
        this.chunks = chunks;
    }

    /** The memory it moves in. */
    Chunks chunks() {
        return chunks;
    }

    /** Moves to the first byte of the item's value. */
    void start(long item) {
        address = chunks.value(item);
        if (chunks.isMarked(item, Chunks.CHAINED)) {
            run = (int) (item + SizeClasses.MAX_CHUNK - address);
            nextTail = chunks.firstTail(item);
        } else {
            run = chunks.valueLength(item);
            nextTail = 0;
        }
    }

    /** Moves to {@code other}'s place in the same memory. */
    void start(ValueCursor other) {
        address = other.address;
        run = other.run;
        nextTail = other.nextTail;
    }

    /** Has {@code tail} follow on what was the last chunk. */
    void goOn(long tail) {
        nextTail = tail;
    }

    /** Copies {@code length} bytes of {@code source} to this place and moves behind them. */
    void write(MemorySegment source, long offset, int length) {
        int done = 0;
        while (done < length) {
            int count = Math.min(contiguous(), length - done);
            MemorySegment.copy(source, offset + done, chunks.memory(), address, count);
            advance(count);
            done += count;
        }
    }

    /** Copies {@code length} bytes from {@code source}'s place to this one and moves both behind them. */
    void write(ValueCursor source, int length) {
        int rest = length;
        while (rest > 0) {
            int count = Math.min(rest, source.contiguous());
            write(chunks.memory(), source.address, count);
            source.advance(count);
            rest -= count;
        }
    }

    /** Address of the byte at this place. */
    long address() {
        return address;
    }

    /** Bytes from this place to the end of its chunk's part of the value, at least 1 before the end of the chain. */
    int contiguous() {
        if (run == 0 && nextTail != 0) {
            address = nextTail + Chunks.HEADER;
            run = chunks.payloadLength(nextTail);
            nextTail = chunks.next(nextTail);
        }
        return run;
    }

    /** Moves on by {@code count}, at most {@link #contiguous()}. */
    void advance(int count) {
        address += count;
        run -= count;
    }
}
