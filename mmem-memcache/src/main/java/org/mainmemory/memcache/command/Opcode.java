package org.mainmemory.memcache.command;

/** What a command asks for, in memcached's words and independent of how a protocol spells it. */
public enum Opcode {
    /** Read values. */
    GET,
    /** Read values with their CAS. */
    GETS,
    /** Read values and set their exptime. */
    GAT,
    /** Read values with their CAS and set their exptime. */
    GATS,
    /** Store whatever is there. */
    SET,
    /** Store if absent. */
    ADD,
    /** Store if present. */
    REPLACE,
    /** Put bytes behind a present value. */
    APPEND,
    /** Put bytes before a present value. */
    PREPEND,
    /** Store if the CAS is still the given one. */
    CAS,
    /** Remove. */
    DELETE,
    /** Add to a decimal value, modulo 2^64. */
    INCR,
    /** Subtract from a decimal value, not below 0. */
    DECR,
    /** Set the exptime. */
    TOUCH,
    /** Make every item stored so far invalid. */
    FLUSH_ALL,
    /** Answer, and send all that is still to be sent. */
    NOOP,
    /** Tell about an item. */
    META_DEBUG,
    /** Tell the version. */
    VERSION,
    /** Set how much the server logs. */
    VERBOSITY,
    /** Tell counters. */
    STATS,
    /** Stop the server. */
    SHUTDOWN,
    /** Any other order to the server: its words tell which. */
    ADMIN,
    /** Close this connection. */
    QUIT,
    /** Tell the ways to authenticate. */
    SASL_LIST,
    /** Authenticate: the key is the way, the value its first message. */
    SASL_AUTH,
    /** Go on with authentication. */
    SASL_STEP;

    /** Whether the command carries a value to store. */
    public boolean carriesValue() {
        return ordinal() >= SET.ordinal() && ordinal() <= CAS.ordinal();
    }

    /** Whether the command reads values by a list of keys. */
    public boolean isRetrieval() {
        return ordinal() <= GATS.ordinal();
    }
}
