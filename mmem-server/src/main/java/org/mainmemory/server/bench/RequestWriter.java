package org.mainmemory.server.bench;

import org.mainmemory.core.memory.OutputBuffer;

/** Writes the pending requests of one connection, as far as there is room, and goes on where it stopped. One thread. */
final class RequestWriter {

    private final RequestSpelling spelling;
    private final Payload payload;
    private final Pending pending;

    /** Keys of the get at hand that have been written; of a set, 1 when its head has. */
    private int keysWritten;
    private int valueWritten;

    RequestWriter(RequestSpelling spelling, Payload payload, Pending pending) {
        this.spelling = spelling;
        this.payload = payload;
        this.pending = pending;
    }

    /** Writes what has not been written; false if {@code out} has no room for all of it. */
    boolean write(OutputBuffer out) {
        for (int place = pending.toWrite(); place >= 0; place = pending.toWrite()) {
            boolean whole = pending.isSetAt(place) ? writeSet(out, pending.keyAt(place, 0)) : writeGet(out, place);
            if (!whole) {
                return false;
            }
            keysWritten = 0;
            valueWritten = 0;
            pending.noteWritten();
        }
        return true;
    }

    private boolean writeGet(OutputBuffer out, int place) {
        int count = pending.keyCountAt(place);
        while (keysWritten < count) {
            if (out.room() < RequestSpelling.MOST_BYTES) {
                return false;
            }
            spelling.putGet(out, pending.keyAt(place, keysWritten), keysWritten, count);
            keysWritten++;
        }
        return true;
    }

    private boolean writeSet(OutputBuffer out, long key) {
        if (keysWritten == 0) {
            if (out.room() < RequestSpelling.MOST_BYTES) {
                return false;
            }
            spelling.putSetHead(out, key);
            keysWritten = 1;
        }
        int length = Math.min(payload.length(key) - valueWritten, out.room());
        payload.putValue(out, key, valueWritten, length);
        valueWritten += length;
        if (valueWritten < payload.length(key) || out.room() < RequestSpelling.MOST_BYTES) {
            return false;
        }
        spelling.putSetTail(out);
        return true;
    }
}
