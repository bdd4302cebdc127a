package org.mainmemory.memcache.session;

/** What a session counts in all, named after memcached's {@code stats} keys. */
enum Counter {
    /** Retrievals of a key without an item. */
    GET_MISSES,
    /** An item was looked for and was there, but had expired. */
    GET_EXPIRED,
    /** An item was looked for and was there, but had been flushed. */
    GET_FLUSHED,
    /** Deletes without an item. */
    DELETE_MISSES,
    /** Incrs without an item. */
    INCR_MISSES,
    /** Decrs without an item. */
    DECR_MISSES,
    /** Cas commands without an item. */
    CAS_MISSES,
    /** Touches and gats without an item. */
    TOUCH_MISSES,
    /** Stores of something too large. */
    STORE_TOO_LARGE,
    /** Stores that found no memory. */
    STORE_NO_MEMORY,
    /** Times me was said. */
    CMD_META,
    /** Attempts to authenticate. */
    AUTH_CMDS,
    /** Of the attempts to authenticate, those that failed. */
    AUTH_ERRORS,
    /** Times flush_all was said. */
    CMD_FLUSH,
    /** Times a connection had to wait because it had said -R requests in one turn. */
    CONN_YIELDS,
    /** Connections closed because they were silent for too long. */
    IDLE_KICKS,
    /** Times there was no room for replies. */
    RESPONSE_OBJ_OOM
}
