package org.mainmemory.memcache.protocol.binary;

import org.mainmemory.core.memory.InputBuffer;

/**
 * What the replies to a packet need to know of it: a reused record, filled by {@link BinaryDecoder#decode}. Whoever
 * replies in a later turn keeps a copy.
 */
public final class BinaryRequest {

    private BinaryVerb verb = BinaryVerb.UNKNOWN;
    private int opcode;
    private int opaque;

    /** What is asked. */
    public BinaryVerb verb() {
        return verb;
    }

    /** Makes this the same as {@code other}. */
    public void copy(BinaryRequest other) {
        verb = other.verb;
        opcode = other.opcode;
        opaque = other.opaque;
    }

    /** The opcode as it came, known or not. */
    int opcode() {
        return opcode;
    }

    /** The four bytes of the opaque as they came. */
    int opaque() {
        return opaque;
    }

    void read(InputBuffer in, int at) {
        opcode = BinaryHeader.opcode(in, at);
        opaque = BinaryHeader.opaque(in, at);
        verb = BinaryVerb.of(opcode);
    }
}
