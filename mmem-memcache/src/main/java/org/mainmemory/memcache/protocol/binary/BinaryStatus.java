package org.mainmemory.memcache.protocol.binary;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The statuses of a response that is an error, and the text that memcached sends as its body. */
public enum BinaryStatus {
    /** No such item, or nothing to tell about. */
    NOT_FOUND(0x01, "Not found"),
    /** The item exists, or its CAS is another one. */
    EXISTS(0x02, "Data exists for key."),
    /** The item is larger than the largest allowed one. */
    TOO_LARGE(0x03, "Too large."),
    /** The parts of the packet are not those of its opcode. */
    INVALID(0x04, "Invalid arguments"),
    /** There is nothing to append or prepend to. */
    NOT_STORED(0x05, "Not stored."),
    /** The stored value is no unsigned 64-bit number. */
    NON_NUMERIC(0x06, "Non-numeric server-side value for incr or decr"),
    /** Not authenticated, or not allowed. */
    AUTH_FAILED(0x20, "Auth failure."),
    /** No such opcode, or lengths that contradict each other. */
    UNKNOWN_COMMAND(0x81, "Unknown command"),
    /** No memory for a value. */
    NO_MEMORY_STORING(0x82, "Out of memory allocating item"),
    /** No memory for a changed or created number. */
    NO_MEMORY_COUNTING(0x82, "Out of memory incrementing value");

    private final int code;
    @SuppressWarnings("ImmutableEnumChecker") // Nobody writes to it.
    private final byte[] text;

    BinaryStatus(int code, String text) {
        this.code = code;
        this.text = text.getBytes(US_ASCII);
    }

    /** The status on the wire. */
    public int code() {
        return code;
    }

    /** The body. Shared; not to be written to. */
    byte[] text() {
        return text;
    }
}
