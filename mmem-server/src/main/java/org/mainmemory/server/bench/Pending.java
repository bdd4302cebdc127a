package org.mainmemory.server.bench;

/**
 * The requests of one connection that wait for their replies, oldest first: a ring of fixed size. The youngest of them
 * may not have been written yet. One thread.
 */
final class Pending {

    private final int capacity;
    private final int keysEach;
    private final long[] startNanos;
    private final long[] keys;
    private final int[] keyCounts;
    private final boolean[] sets;
    private int oldest;
    private int count;
    private int written;

    Pending(int capacity, int keysEach) {
        this.capacity = capacity;
        this.keysEach = keysEach;
        this.startNanos = new long[capacity];
        this.keys = new long[Math.multiplyExact(capacity, keysEach)];
        this.keyCounts = new int[capacity];
        this.sets = new boolean[capacity];
    }

    int count() {
        return count;
    }

    /** Whether {@link #add} has no place left. */
    boolean isFull() {
        return count == capacity;
    }

    /** Puts the request that {@code request} stands at behind the others; there must be a place. */
    void add(RequestSource request, long requestStartNanos) {
        int at = (oldest + count) % capacity;
        count++;
        startNanos[at] = requestStartNanos;
        sets[at] = request.isSet();
        keyCounts[at] = request.keyCount();
        for (int key = 0; key < keyCounts[at]; key++) {
            keys[at * keysEach + key] = request.key(key);
        }
    }

    /** Forgets the oldest request; the next one is the oldest then. */
    void remove() {
        oldest = (oldest + 1) % capacity;
        count--;
        written--;
    }

    /** Whether the oldest request has been written, and so may have a reply. */
    boolean isWritten() {
        return written > 0;
    }

    /** The place of the first request that has not been written, for those that take a place; -1 if there is none. */
    int toWrite() {
        return written < count ? (oldest + written) % capacity : -1;
    }

    /** The request at {@link #toWrite} has been written. */
    void noteWritten() {
        written++;
    }

    /** Whether the request at {@code place} is a set. */
    boolean isSetAt(int place) {
        return sets[place];
    }

    /** How many keys the request at {@code place} has. */
    int keyCountAt(int place) {
        return keyCounts[place];
    }

    /** The number of key {@code at} of the request at {@code place}. */
    long keyAt(int place, int at) {
        return keys[place * keysEach + at];
    }

    /** Whether the oldest request is a set. */
    boolean isSet() {
        return sets[oldest];
    }

    /** When the oldest request was sent, or should have been. */
    long startNanos() {
        return startNanos[oldest];
    }

    /** How many keys the oldest request has. */
    int keyCount() {
        return keyCounts[oldest];
    }

    /** The number of the oldest request's key {@code at}. */
    long key(int at) {
        return keys[oldest * keysEach + at];
    }
}
