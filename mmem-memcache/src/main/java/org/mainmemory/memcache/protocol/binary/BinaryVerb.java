package org.mainmemory.memcache.protocol.binary;

import java.util.Arrays;
import org.mainmemory.memcache.command.Opcode;

/** The opcodes of the binary protocol, in memcached's words; those with a Q are quiet about what is expected. */
public enum BinaryVerb {
    /** Read. */
    GET(0x00, Opcode.GETS, PacketShape.KEY),
    /** Store. */
    SET(0x01, Opcode.SET, PacketShape.ITEM),
    /** Store if absent. */
    ADD(0x02, Opcode.ADD, PacketShape.ITEM),
    /** Store if present. */
    REPLACE(0x03, Opcode.REPLACE, PacketShape.ITEM),
    /** Remove. */
    DELETE(0x04, Opcode.DELETE, PacketShape.KEY),
    /** Add to a number. */
    INCREMENT(0x05, Opcode.INCR, PacketShape.NUMBER),
    /** Subtract from a number. */
    DECREMENT(0x06, Opcode.DECR, PacketShape.NUMBER),
    /** Close the connection, after a reply. */
    QUIT(0x07, Opcode.QUIT, PacketShape.EMPTY),
    /** Make every item invalid. */
    FLUSH(0x08, Opcode.FLUSH_ALL, PacketShape.MAYBE_EXPTIME),
    /** Read, silent if there is nothing. */
    GETQ(0x09, Opcode.GETS, PacketShape.KEY, Trait.QUIET),
    /** Answer. */
    NOOP(0x0a, Opcode.NOOP, PacketShape.EMPTY),
    /** Tell the version. */
    VERSION(0x0b, Opcode.VERSION, PacketShape.EMPTY, Trait.OPEN),
    /** Read, and tell the key. */
    GETK(0x0c, Opcode.GETS, PacketShape.KEY, Trait.KEY),
    /** Read, and tell the key; silent if there is nothing. */
    GETKQ(0x0d, Opcode.GETS, PacketShape.KEY, Trait.KEY | Trait.QUIET),
    /** Put bytes behind a value. */
    APPEND(0x0e, Opcode.APPEND, PacketShape.KEY_VALUE),
    /** Put bytes before a value. */
    PREPEND(0x0f, Opcode.PREPEND, PacketShape.KEY_VALUE),
    /** Tell counters, the key names which. */
    STAT(0x10, Opcode.STATS, PacketShape.MAYBE_KEY),
    /** Quiet {@link #SET}. */
    SETQ(0x11, Opcode.SET, PacketShape.ITEM, Trait.QUIET),
    /** Quiet {@link #ADD}. */
    ADDQ(0x12, Opcode.ADD, PacketShape.ITEM, Trait.QUIET),
    /** Quiet {@link #REPLACE}. */
    REPLACEQ(0x13, Opcode.REPLACE, PacketShape.ITEM, Trait.QUIET),
    /** Quiet {@link #DELETE}. */
    DELETEQ(0x14, Opcode.DELETE, PacketShape.KEY, Trait.QUIET),
    /** Quiet {@link #INCREMENT}. */
    INCREMENTQ(0x15, Opcode.INCR, PacketShape.NUMBER, Trait.QUIET),
    /** Quiet {@link #DECREMENT}. */
    DECREMENTQ(0x16, Opcode.DECR, PacketShape.NUMBER, Trait.QUIET),
    /** Close the connection without a reply. */
    QUITQ(0x17, Opcode.QUIT, PacketShape.EMPTY, Trait.QUIET),
    /** Quiet {@link #FLUSH}. */
    FLUSHQ(0x18, Opcode.FLUSH_ALL, PacketShape.MAYBE_EXPTIME, Trait.QUIET),
    /** Quiet {@link #APPEND}. */
    APPENDQ(0x19, Opcode.APPEND, PacketShape.KEY_VALUE, Trait.QUIET),
    /** Quiet {@link #PREPEND}. */
    PREPENDQ(0x1a, Opcode.PREPEND, PacketShape.KEY_VALUE, Trait.QUIET),
    /** Set the exptime. */
    TOUCH(0x1c, Opcode.TOUCH, PacketShape.KEY_EXPTIME),
    /** Read, and set the exptime. */
    GAT(0x1d, Opcode.GATS, PacketShape.KEY_EXPTIME),
    /** Read, and set the exptime; silent if there is nothing. */
    GATQ(0x1e, Opcode.GATS, PacketShape.KEY_EXPTIME, Trait.QUIET),
    /** Tell the ways to authenticate. */
    SASL_LIST(0x20, Opcode.SASL_LIST, PacketShape.EMPTY, Trait.OPEN),
    /** Authenticate: the key is the mechanism, the value its first message. */
    SASL_AUTH(0x21, Opcode.SASL_AUTH, PacketShape.KEY_VALUE, Trait.OPEN),
    /** Go on with authentication. */
    SASL_STEP(0x22, Opcode.SASL_STEP, PacketShape.KEY_VALUE, Trait.OPEN),
    /** Read, set the exptime, and tell the key. */
    GATK(0x23, Opcode.GATS, PacketShape.KEY_EXPTIME, Trait.KEY),
    /** Read, set the exptime, and tell the key; silent if there is nothing. */
    GATKQ(0x24, Opcode.GATS, PacketShape.KEY_EXPTIME, Trait.KEY | Trait.QUIET),
    /** Any other opcode. */
    UNKNOWN(0xff, Opcode.NOOP, PacketShape.ANY);

    /** Bits of what sets a verb apart from others with its opcode. */
    private static final class Trait {
        static final int QUIET = 1;
        static final int KEY = 1 << 1;
        static final int OPEN = 1 << 2;
    }

    private static final BinaryVerb[] BY_CODE = byCode();

    private final int code;
    private final Opcode opcode;
    private final PacketShape shape;
    private final int traits;

    BinaryVerb(int code, Opcode opcode, PacketShape shape) {
        this(code, opcode, shape, 0);
    }

    BinaryVerb(int code, Opcode opcode, PacketShape shape, int traits) {
        this.code = code;
        this.opcode = opcode;
        this.shape = shape;
        this.traits = traits;
    }

    private static BinaryVerb[] byCode() {
        BinaryVerb[] verbs = new BinaryVerb[1 << Byte.SIZE];
        Arrays.fill(verbs, UNKNOWN);
        for (BinaryVerb verb : values()) {
            verbs[verb.code] = verb;
        }
        return verbs;
    }

    /** The verb of an opcode from 0 to 255. */
    static BinaryVerb of(int code) {
        return BY_CODE[code];
    }

    /** The opcode on the wire. */
    public int code() {
        return code;
    }

    /** What is asked for, in words common to all protocols. */
    public Opcode opcode() {
        return opcode;
    }

    /** Whether what is expected stays without a reply: success, or for reads, a miss. */
    public boolean isQuiet() {
        return (traits & Trait.QUIET) != 0;
    }

    /** Whether replies to a read carry the key. */
    public boolean tellsKey() {
        return (traits & Trait.KEY) != 0;
    }

    /** Whether a client may say it before it has authenticated. */
    public boolean isOpen() {
        return (traits & Trait.OPEN) != 0;
    }

    PacketShape shape() {
        return shape;
    }
}
