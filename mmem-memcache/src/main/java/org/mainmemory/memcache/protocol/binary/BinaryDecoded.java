package org.mainmemory.memcache.protocol.binary;

/** What {@link BinaryDecoder#decode} made of the bytes at the start of the window. */
public enum BinaryDecoded {
    /** Header, extras and key are not all there: read more, nothing is consumed. */
    NEED_MORE,
    /** A complete request, which ends at {@link BinaryDecoder#next()}. */
    COMMAND,
    /** A request with a value: it lies from {@link BinaryDecoder#next()} on, or will. */
    VALUE,
    /**
     * No request that is known: say {@link BinaryDecoder#error()}, go on at {@link BinaryDecoder#next()}, and there
     * drop {@link BinaryDecoder#swallow()} bytes.
     */
    REJECTED,
    /** A request that contradicts itself or must not be: say {@link BinaryDecoder#error()} and close. */
    REFUSED,
    /** No packet at all: close the connection without a word. */
    HANG_UP
}
