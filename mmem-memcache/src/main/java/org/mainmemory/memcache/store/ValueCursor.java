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
    private long head;
    /** Number of the next tail. */
    private int number;
    /** Bytes of the value behind this chunk. */
    private int rest;

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
        head = item;
        number = 0;
        if (chunks.isMarked(item, Chunks.CHAINED)) {
            run = (int) (item + chunks.headSize(item) - address);
            nextTail = chunks.firstTail(item);
            rest = chunks.valueLength(item) - run;
        } else {
            run = chunks.valueLength(item);
            nextTail = 0;
            rest = 0;
        }
    }

    /** Moves to {@code other}'s place in the same memory. */
    void start(ValueCursor other) {
        address = other.address;
        run = other.run;
        nextTail = other.nextTail;
        head = other.head;
        number = other.number;
        rest = other.rest;
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
            toNextTail();
        }
        return run;
    }

    /** Of tails that the head knows, nothing is looked at: their headers need not be in the processor's caches. */
    private void toNextTail() {
        address = nextTail + Chunks.HEADER;
        run = SizeClasses.tailPayload(rest);
        rest -= run;
        number++;
        if (rest == 0) {
            nextTail = 0;
        } else if (number < Chunks.NOTED_TAILS) {
            nextTail = chunks.notedTail(head, number);
        } else {
            nextTail = chunks.next(nextTail);
        }
    }

    /** Moves on by {@code count}, at most {@link #contiguous()}. */
    void advance(int count) {
        address += count;
        run -= count;
    }
}
