package org.mainmemory.memcache.protocol.meta;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.mainmemory.memcache.command.Command;

/**
 * What a meta command wants to be told, beside the {@link Command} that it is: a reused record of plain fields that
 * {@link MetaDecoder} fills and {@link MetaReplies} reads.
 *
 * <p>Key and opaque are windows into somebody else's memory and valid only until that memory moves; {@link #keep} makes
 * copies for a value that is still to come. One owner, one thread.
 */
public final class MetaRequest {

    /** Most bytes of an opaque, its letter O included. */
    static final int MAX_OPAQUE_LENGTH = 32;

    /** Bits of a step in {@link #steps}. */
    static final int STEP_BITS = 4;

    /** Step: the exptime becomes the command's. Whether a {@code t} comes before or behind it matters. */
    static final int SET_EXPTIME = 1;
    /** Step: the exptime of an item that was made becomes the one it was to be made with. */
    static final int SET_VIVIFY_EXPTIME = 2;
    /** Step: tell the length of the value. */
    static final int TELL_SIZE = 3;
    /** Step: tell the time to live. */
    static final int TELL_TTL = 4;
    /** Step: tell the CAS. */
    static final int TELL_CAS = 5;
    /** Step: tell the client flags. */
    static final int TELL_CLIENT_FLAGS = 6;
    /** Step: tell the time since the last use. */
    static final int TELL_LAST_USE = 7;
    /** Step: tell whether the item had been read. */
    static final int TELL_HIT = 8;
    /** Step: send the opaque back. */
    static final int TELL_OPAQUE = 9;
    /** Step: tell the key. */
    static final int TELL_KEY = 10;

    private static final int STEP_MASK = (1 << STEP_BITS) - 1;

    /** The client wants no reply of the usual kind. */
    public boolean quiet;
    /** The client wants the value. */
    public boolean value;

    /** The steps of the reply in the order of the flags, the first lowest, {@value #STEP_BITS} bits each; 0 ends. */
    long steps;
    /** The key came as base64 and is told so. */
    boolean base64;
    /** Memory that the key lies in, decoded. */
    MemorySegment keyBytes = MemorySegment.NULL;
    /** Where the key starts in {@link #keyBytes}. */
    long keyOffset;
    /** Bytes of the key. */
    int keyLength;
    /** Memory that the opaque lies in. */
    MemorySegment opaqueBytes = MemorySegment.NULL;
    /** Where the opaque starts in {@link #opaqueBytes}, at its letter. */
    long opaqueOffset;
    /** Bytes of the opaque, its letter included; 0 if there is none. */
    int opaqueLength;
    /** Bytes of the value that came with the command. */
    int valueLength;

    private MemorySegment own = MemorySegment.NULL;

    /** Takes over what {@code other} says, with copies of key and opaque. */
    public void keep(MetaRequest other) {
        if (own.byteSize() == 0) {
            own = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(MAX_OPAQUE_LENGTH + Command.MAX_KEY_LENGTH));
        }
        steps = other.steps;
        quiet = other.quiet;
        value = other.value;
        base64 = other.base64;
        valueLength = other.valueLength;
        if (other.opaqueLength > 0) {
            MemorySegment.copy(other.opaqueBytes, other.opaqueOffset, own, 0, other.opaqueLength);
        }
        opaque(own, 0, other.opaqueLength);
        MemorySegment.copy(other.keyBytes, other.keyOffset, own, MAX_OPAQUE_LENGTH, other.keyLength);
        key(own, MAX_OPAQUE_LENGTH, other.keyLength);
    }

    /** Forgets the last request. */
    void clear() {
        steps = 0;
        quiet = false;
        value = false;
        base64 = false;
        opaqueLength = 0;
        valueLength = 0;
    }

    void key(MemorySegment bytes, long offset, int length) {
        keyBytes = bytes;
        keyOffset = offset;
        keyLength = length;
    }

    void opaque(MemorySegment bytes, long offset, int length) {
        opaqueBytes = bytes;
        opaqueOffset = offset;
        opaqueLength = length;
    }

    /** The lowest of {@code left}, 0 if none is. */
    static int step(long left) {
        return (int) left & STEP_MASK;
    }
}
