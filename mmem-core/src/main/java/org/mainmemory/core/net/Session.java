package org.mainmemory.core.net;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

/**
 * The conversation on one connection, as a server writes it. All calls come on the connection's loop, one at a time.
 *
 * <p>{@code input} and {@code output} belong to the loop and are valid during a call only: bytes left in
 * {@code input} are kept and shown again, in front of what arrives next; bytes in {@code output} are sent soon after
 * the call. A session therefore needs no buffer of its own.
 */
public interface Session {

    /**
     * Consumes requests from {@code input} and appends replies to {@code output}.
     *
     * <p>When {@code output} runs short of room, call {@link Connection#flush}: if it answers false the peer is slow;
     * return {@link Turn#BLOCKED} with the rest of the work still to do, and the call comes again, perhaps with no new
     * input, once the socket took everything.
     */
    Turn onInput(InputBuffer input, OutputBuffer output);

    /**
     * Looks at what {@link #onInput} will be shown in a moment. Called for all sessions of the loop that are about to
     * have a turn before the first of them has it, if there are several: what they need from memory can be fetched
     * here, so that they do not wait for it one after the other. This is no turn: nothing is consumed or written, and
     * nothing may come of it, should another session close this connection. The default does nothing.
     */
    default void lookAhead(InputBuffer input) {
    }

    /** The peer will send no more; what it sent before has been shown. The default closes once replies are sent. */
    default Turn onEndOfInput(InputBuffer input, OutputBuffer output) {
        return Turn.CLOSE;
    }

    /** The connection is closed, by whoever and for whatever reason. Called exactly once; frees what is held. */
    default void onClose() {
    }
}
