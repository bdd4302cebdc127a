package org.mainmemory.memcache.session;

/** How far a client has come with telling who it is. */
enum Login {
    /** It has not, and must. */
    MISSING,
    /** It has said by which SASL mechanism, and no more. */
    STARTED,
    /** It has, or need not. */
    DONE
}
