package org.mainmemory.server.bench;

import org.mainmemory.core.memory.InputBuffer;

/** Reads the replies on one connection, which may come in any pieces, and tells its {@link ReplyChecks}. One thread. */
interface ReplyReader {

    /** The longest line, or packet but for its value, that the server may send here. */
    int LONGEST_LINE = 2048;

    /**
     * Consumes all complete lines or packets and all bytes of values. False when the server has said what no server
     * may say: the tally has the error, and the connection is of no use any more.
     */
    boolean read(InputBuffer in, long nowNanos);
}
