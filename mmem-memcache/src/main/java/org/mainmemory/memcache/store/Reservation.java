package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.command.Command;

/**
 * Memory for a value that is still arriving: chunks that belong to nobody else and are linked nowhere until
 * {@link Store#commit}. Reused; a connection holds one only while it receives. That connection's loop only.
 */
public final class Reservation {

    /** The verb to be carried out; its key lies in the reserved chunk. */
    private final Command command = new Command();
    private @Nullable Shard shard;
    private @Nullable ValueCursor cursor;
    private long item;
    private int remaining;

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
        place.write(source, offset, length);
        remaining -= length;
    }

    /** Opens this reservation for {@code wanted} with the memory of {@code reserved}. */
    void open(Shard owner, Chunks chunks, Command wanted, long reserved) {
        shard = owner;
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

    Shard shard() {
        Shard owner = shard;
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
