package org.mainmemory.core.net;

/** How a {@link Session} ended its turn. */
public enum Turn {
    /** Everything complete has been answered: call again when more input arrives. */
    READ,
    /** There is more to do, but others on the loop come first: call again soon, new input or not. */
    AGAIN,
    /** There is more to do, but the output did not leave: call again when it has. */
    BLOCKED,
    /** Send what is in the output, then close. */
    CLOSE
}
