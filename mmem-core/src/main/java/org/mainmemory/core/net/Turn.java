package org.mainmemory.core.net;

/** How a {@link Session} ended its turn. */
public enum Turn {
    /** Everything complete has been answered: call again when more input arrives. */
    READ,
    /** There is more to do, but others on the loop come first: call again soon, new input or not. */
    AGAIN,
    /** There is more to do, but the output did not leave: call again when it has. */
    BLOCKED,
    /**
     * There is more to do once something other than the peer allows it, which calls {@link Connection#resume}: call
     * then. What the peer sends meanwhile is left in its socket, and a server that stops waits for the connection.
     */
    WAIT,
    /** Send what is in the output, then close. */
    CLOSE
}
