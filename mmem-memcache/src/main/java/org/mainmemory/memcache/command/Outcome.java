package org.mainmemory.memcache.command;

/** What came of a command at the store; each protocol has its own words for these. */
public enum Outcome {
    /** A read or touch found the item; its value, if asked for, has been shown to the reader. */
    HIT,
    /** A read found the item, but its value is too large to be copied at once: pin it. */
    LARGE,
    /** No such item. */
    NOT_FOUND,
    /** The value is stored. */
    STORED,
    /** The condition of add, replace, append or prepend does not hold. */
    NOT_STORED,
    /** The CAS is another one. */
    EXISTS,
    /** The item is gone now. */
    DELETED,
    /** The number has been changed; {@link Result#number} is the new one. */
    COUNTED,
    /** The value is no decimal number of at most 64 bits. */
    NON_NUMERIC,
    /** The item is larger than the largest allowed one. */
    TOO_LARGE,
    /** No memory for the item could be had. */
    OUT_OF_MEMORY
}
