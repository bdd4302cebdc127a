package org.mainmemory.memcache.session;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way from one thread to another, each with its kind before it: a chain of pieces, made as lines come
 * and used again once they are read. What does not fit is not taken. One thread offers, one polls, neither waits.
 */
final class LogRing {

    /** The size of a piece: what a ring takes from the start. */
    static final int PIECE = 4 << 10;

    private static final int HEADER = 4;

    private final int capacity;
    /** Bytes ever put in, by the one who offers: whatever was written before it is seen with it. */
    private volatile long put;
    /** Bytes ever taken out, by the one who polls. */
    private volatile long taken;
    /** A piece that is read; put here by the one who polls if there is none, taken by the one who offers. */
    private volatile @Nullable Piece spare;
    private Piece last;
    private int lastLength;
    private Piece first;
    private int firstRead;
    private int kind;

    /** Some of the bytes, and where they go on. */
    private static final class Piece {
        private final byte[] bytes = new byte[PIECE];
        private @Nullable Piece next;
    }

    /** One that takes up to {@code capacity} bytes. */
    LogRing(int capacity) {
        this.capacity = capacity;
        this.first = new Piece();
        this.last = first;
    }

    /** Whether there is room for two lines of these lengths. For the one who offers. */
    boolean hasRoom(int firstLength, int secondLength) {
        return capacity - (put - taken) >= 2L * HEADER + firstLength + secondLength;
    }

    /** Takes the first {@code length} bytes of {@code line}, which must be below 64 KiB; false without room. */
    boolean offer(byte[] line, int length, int kindBit) {
        long start = put;
        if (capacity - (start - taken) < HEADER + length) {
            return false;
        }
        write((byte) kindBit);
        write((byte) (kindBit >>> Byte.SIZE));
        write((byte) length);
        write((byte) (length >>> Byte.SIZE));
        for (int i = 0; i < length; i++) {
            write(line[i]);
        }
        put = start + HEADER + length;
        return true;
    }

    /** Moves the next line to {@code target} and gives its length, -1 if there is none. */
    int poll(byte[] target) {
        long start = taken;
        if (start == put) {
            return -1;
        }
        kind = read() | read() << Byte.SIZE;
        int length = read() | read() << Byte.SIZE;
        for (int i = 0; i < length; i++) {
            target[i] = (byte) read();
        }
        taken = start + HEADER + length;
        return length;
    }

    /** The kind of the line that {@link #poll} gave. */
    int kind() {
        return kind;
    }

    /** Whether no line waits. */
    boolean isEmpty() {
        return taken == put;
    }

    private void write(byte value) {
        if (lastLength == PIECE) {
            Piece more = spare;
            if (more == null) {
                more = new Piece();
            } else {
                spare = null;
                more.next = null;
            }
            last.next = more;
            last = more;
            lastLength = 0;
        }
        last.bytes[lastLength++] = value;
    }

    private int read() {
        if (firstRead == PIECE) {
            Piece done = first;
            first = Objects.requireNonNull(done.next);
            firstRead = 0;
            if (spare == null) {
                spare = done;
            }
        }
        return first.bytes[firstRead++] & 0xFF;
    }
}
