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

    /** Option: the item's CAS must be {@link #cas}. */
    public static final int COMPARE_CAS = 1;
    /** Option: the item's CAS becomes {@link #newCas}. */
    public static final int NEW_CAS = 1 << 1;
    /** Option: a delete marks the item stale; a store with a lower CAS stores and marks it so. */
    public static final int INVALIDATE = 1 << 2;
    /** Option: a miss creates the item, with {@link #vivifyExptimeSeconds}. */
    public static final int VIVIFY = 1 << 3;
    /** Option: a read whose item dies before {@link #recacheSeconds} wins the right to renew it. */
    public static final int RECACHE = 1 << 4;
    /** Option: the item's exptime becomes {@link #exptimeSeconds}. */
    public static final int TOUCH = 1 << 5;
    /** Option: {@link #TOUCH} comes before {@link #RECACHE} is looked at. */
    public static final int TOUCH_FIRST = 1 << 6;
    /** Option: a read is not counted as a use. */
    public static final int NO_BUMP = 1 << 7;
    /** Option: a delete leaves an empty item. */
    public static final int REMOVE_VALUE = 1 << 8;
    /** Option: the item is marked as one whose key is not text. */
    public static final int BINARY_KEY = 1 << 9;
    /** Option: a read that depends on more than the value, so that it has to be done by a writer. */
    public static final int LOCKED_READ = VIVIFY | RECACHE | TOUCH;
    /** Option: the first reader of a stale item wins the right to renew it, as meta gets have it. */
    public static final int WIN_STALE = 1 << 11;
    /** Option: {@link #VIVIFY} comes after {@link #TOUCH}: an item that is made keeps the exptime it is made with. */
    public static final int VIVIFY_LAST = 1 << 12;
    /** Option: a storage verb that fails for want of memory removes the old item, whatever the verb. */
    public static final int FAILURE_REMOVES = 1 << 10;

    /** What is asked. */
    public Opcode opcode = Opcode.GET;
    /** Options of meta and binary commands, of the bits above; 0 for all others. */
    public int options;
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
    /** With {@link #NEW_CAS}: the CAS that the item gets. */
    public long newCas;
    /** With {@link #VIVIFY}: the exptime as sent. */
    public long rawVivifyExptime;
    /** With {@link #VIVIFY}: the exptime on the server's clock in seconds. */
    public int vivifyExptimeSeconds;
    /** With {@link #RECACHE}: the exptime as sent. */
    public long rawRecache;
    /** With {@link #RECACHE}: the same on the server's clock in seconds. */
    public int recacheSeconds;
    /** With {@link #VIVIFY}: what incr and decr create, unsigned. */
    public long initial;
    /** What incr adds and decr subtracts, unsigned. */
    public long delta;

    /** Seconds on the server's clock when this turn of the loop began. */
    public int nowSeconds;

    /** Whether any of the option bits {@code wanted} is set. */
    public boolean has(int wanted) {
        return (options & wanted) != 0;
    }

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
