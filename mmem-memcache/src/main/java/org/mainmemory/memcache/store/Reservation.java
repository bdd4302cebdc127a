package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.command.Command;

/**
 * Memory for a value that is still arriving: chunks that belong to nobody else and are linked nowhere until
 * {@link Store#commit}. A long value gets its chunks as its bytes come, so that announcing one costs nobody anything;
 * if there is none when one is needed, the rest of the bytes is taken for nothing and the commit tells. Reused; a
 * connection holds one only while it receives. That connection's loop only.
 */
public final class Reservation {

    /** The verb to be carried out; its key lies in the reserved chunk. */
    private final Command command = new Command();
    private @Nullable Arrivals arrivals;
    private @Nullable ValueCursor cursor;
    private long item;
    private long lastTail;
    private int remaining;
    /** Bytes of the value for which there are no chunks yet. */
    private int missing;
    private int heldBytes;
    private boolean failed;

    /** Whether chunks are held: between a successful reserve and its commit or abort. */
    public boolean isOpen() {
        return item != 0;
    }

    /** Bytes of the value that have not arrived yet. */
    public int remaining() {
        return remaining;
    }

    /** Adds the next {@code length} bytes of the value, at most {@link #remaining()}. */
    public void append(MemorySegment source, long offset, int length) {
        ValueCursor place = cursor;
        if (place == null || length > remaining) {
            throw new IllegalStateException(length + " bytes for a reservation that lacks " + remaining);
        }
        remaining -= length;
        for (int done = 0; done < length && !failed;) {
            int count = Math.min(place.contiguous(), length - done);
            place.write(source, offset + done, count);
            done += count;
            failed = done < length && place.contiguous() == 0 && !arrivals().extend(this);
        }
    }

    /** Opens this reservation for {@code wanted} with the memory of {@code reserved}. */
    void open(Arrivals owner, Chunks chunks, Command wanted, long reserved, int bytesMissing) {
        arrivals = owner;
        lastTail = 0;
        missing = bytesMissing;
        heldBytes = wanted.valueLength - bytesMissing;
        failed = false;
        if (cursor == null || cursor.chunks() != chunks) {
            cursor = new ValueCursor(chunks);
        }
        item = reserved;
        remaining = wanted.valueLength;
        command.opcode = wanted.opcode;
        command.options = wanted.options;
        command.keyBytes = chunks.memory();
        command.keyOffset = chunks.key(reserved);
        command.keyLength = wanted.keyLength;
        command.keyHash = wanted.keyHash;
        command.valueLength = wanted.valueLength;
        command.clientFlags = wanted.clientFlags;
        command.exptimeSeconds = wanted.exptimeSeconds;
        command.vivifyExptimeSeconds = wanted.vivifyExptimeSeconds;
        command.cas = wanted.cas;
        command.newCas = wanted.newCas;
        cursor.start(reserved);
    }

    /** What is to be stored; its key lies in the store and is to be looked at while the reservation is open only. */
    public Command command() {
        return command;
    }

    long item() {
        return item;
    }

    /** The end of the chain, 0 if that is its head. */
    long lastTail() {
        return lastTail;
    }

    /** Bytes of the value for which there are no chunks yet. */
    int missing() {
        return missing;
    }

    /** Goes on in {@code tail}, which has room for {@code length} bytes. */
    void goOn(long tail, int length) {
        lastTail = tail;
        missing -= length;
        heldBytes += length;
        cursor.goOn(tail);
    }

    /** Whether there was no memory for all of it. */
    boolean isFailed() {
        return failed;
    }

    /** What was accounted for as held by clients, in bytes. */
    int heldBytes() {
        return heldBytes;
    }

    Arrivals arrivals() {
        Arrivals owner = arrivals;
        if (owner == null || item == 0) {
            throw new IllegalStateException("the reservation is not open");
        }
        return owner;
    }

    void close() {
        item = 0;
        remaining = 0;
    }
}
