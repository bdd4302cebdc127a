package org.mainmemory.memcache.protocol.binary;

/** What a request may consist of besides its header. */
enum PacketShape {
    /** Nothing. */
    EMPTY(0, Key.NONE, false),
    /** A key. */
    KEY(0, Key.NEEDED, false),
    /** An exptime of 4 bytes, and a key. */
    KEY_EXPTIME(4, Key.NEEDED, false),
    /** Delta and initial number of 8 bytes, an exptime of 4, and a key. */
    NUMBER(20, Key.NEEDED, false),
    /** Client flags and an exptime of 4 bytes each, a key, and a value. */
    ITEM(8, Key.NEEDED, true),
    /** A key, and a value. */
    KEY_VALUE(0, Key.NEEDED, true),
    /** An exptime of 4 bytes, or nothing. */
    MAYBE_EXPTIME(4, Key.NONE, false),
    /** A key, or nothing. */
    MAYBE_KEY(0, Key.ALLOWED, false),
    /** Whatever comes. */
    ANY(0, Key.ALLOWED, true);

    /** Whether there is a key. */
    private enum Key { NONE, ALLOWED, NEEDED }

    private final int extrasLength;
    private final Key key;
    private final boolean value;

    PacketShape(int extrasLength, Key key, boolean value) {
        this.extrasLength = extrasLength;
        this.key = key;
        this.value = value;
    }

    /** Whether a value may follow. */
    boolean hasValue() {
        return value;
    }

    /** Whether a request of these lengths has this shape. */
    boolean fits(int extras, int keyLength, long bodyLength) {
        boolean extrasFit = extras == extrasLength || (this == MAYBE_EXPTIME && extras == 0) || this == ANY;
        boolean keyFits = keyLength == 0 ? key != Key.NEEDED : key != Key.NONE;
        return extrasFit && keyFits && (value || bodyLength == extras + keyLength);
    }
}
