package org.mainmemory.memcache.command;

import java.lang.foreign.MemorySegment;

/**
 * One request, decoded: a reused record of plain fields that a decoder fills and the store reads.
 *
 * <p>Key and value are windows into somebody else's memory (usually the input buffer) and valid only until that memory
 * moves. Which fields mean something depends on the {@link Opcode}; a decoder sets all that do.
 *
 * <p>One per loop, that loop's thread only.
 */
public final class Command {

    /** Longest key, in bytes. */
    public static final int MAX_KEY_LENGTH = 250;

    /** What is asked. */
    public Opcode opcode = Opcode.GET;
    /** The client wants no reply. */
    public boolean noreply;

    /** Memory that the key lies in. */
    public MemorySegment keyBytes = MemorySegment.NULL;
    /** Where the key starts in {@link #keyBytes}. */
    public long keyOffset;
    /** Bytes of the key, 1 to {@value #MAX_KEY_LENGTH}. */
    public int keyLength;
    /** {@link KeyHash} of the key. */
    public long keyHash;

    /** Memory that the value lies in. */
    public MemorySegment valueBytes = MemorySegment.NULL;
    /** Where the value starts in {@link #valueBytes}. */
    public long valueOffset;
    /** Bytes of the value, without the line end that follows it on the wire. */
    public int valueLength;

    /** The client's opaque flags of the item. */
    public int clientFlags;
    /** The exptime as the client sent it: 0 never, negative at once, see {@link Exptime}. */
    public long rawExptime;
    /** The exptime on the server's clock in seconds, 0 never. The session derives it from {@link #rawExptime}. */
    public int exptimeSeconds;
    /** The CAS that must still be the item's. */
    public long cas;
    /** What incr adds and decr subtracts, unsigned. */
    public long delta;

    /** Seconds on the server's clock when this turn of the loop began. */
    public int nowSeconds;

    /** Points the key at {@code length} bytes of {@code bytes} and hashes them. */
    public void key(MemorySegment bytes, long offset, int length) {
        keyBytes = bytes;
        keyOffset = offset;
        keyLength = length;
        keyHash = KeyHash.of(bytes, offset, length);
    }

    /** Points the value at {@code length} bytes of {@code bytes}. */
    public void value(MemorySegment bytes, long offset, int length) {
        valueBytes = bytes;
        valueOffset = offset;
        valueLength = length;
    }
}
