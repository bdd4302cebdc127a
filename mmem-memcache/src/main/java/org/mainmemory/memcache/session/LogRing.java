package org.mainmemory.memcache.session;

/**
 * Lines on their way from one thread to another: a ring of bytes, each line with its kind before it. What does not fit
 * is not taken. One thread offers, one polls, neither waits.
 */
final class LogRing {

    private static final int HEADER = 4;

    private final byte[] ring;
    /** Bytes ever put in, by the one who offers. */
    private volatile long put;
    /** Bytes ever taken out, by the one who polls. */
    private volatile long taken;
    private int kind;

    LogRing(int capacity) {
        ring = new byte[capacity];
    }

    /** Whether there is room for two lines of these lengths. For the one who offers. */
    boolean hasRoom(int firstLength, int secondLength) {
        return ring.length - (put - taken) >= 2L * HEADER + firstLength + secondLength;
    }

    /** Takes the first {@code length} bytes of {@code line}, which must be below 64 KiB; false without room. */
    boolean offer(byte[] line, int length, int kindBit) {
        long start = put;
        if (ring.length - (start - taken) < HEADER + length) {
            return false;
        }
        write(start, (byte) kindBit);
        write(start + 1, (byte) (kindBit >>> Byte.SIZE));
        write(start + 2, (byte) length);
        write(start + 3, (byte) (length >>> Byte.SIZE));
        for (int i = 0; i < length; i++) {
            write(start + HEADER + i, line[i]);
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
        kind = read(start) | read(start + 1) << Byte.SIZE;
        int length = read(start + 2) | read(start + 3) << Byte.SIZE;
        for (int i = 0; i < length; i++) {
            target[i] = (byte) read(start + HEADER + i);
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

    private void write(long at, byte value) {
        ring[(int) (at % ring.length)] = value;
    }

    private int read(long at) {
        return ring[(int) (at % ring.length)] & 0xFF;
    }
}
