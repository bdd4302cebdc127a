package org.mainmemory.memcache.protocol.text;

/** What {@link TextDecoder#decode} made of the bytes at the start of the window. */
public enum Decoded {
    /** No line end yet: read more, nothing is consumed. */
    NEED_MORE,
    /** A complete command without a value; the line ends at {@link TextDecoder#next()}. */
    COMMAND,
    /** A storage command: from {@link TextDecoder#next()} on follow the value and CR LF. */
    VALUE,
    /** A meta command: its line lies from the window's start to {@link TextDecoder#lineEnd()}. */
    META,
    /** A retrieval with its whole line at hand: keys lie from {@link TextDecoder#keysStart()} on. */
    KEYS,
    /** A retrieval whose line is longer than the window: keys lie from {@link TextDecoder#keysStart()} on. */
    ENDLESS_KEYS,
    /**
     * No valid command: say {@link TextDecoder#error()} unless the client wants no reply, go on at
     * {@link TextDecoder#next()}, and there drop {@link TextDecoder#swallow()} bytes.
     */
    REJECTED,
    /** A line longer than the window, of which nothing can come: say {@link TextDecoder#error()}, drop it all. */
    ENDLESS_REJECTED,
    /** Close the connection without a word. */
    HANG_UP
}
