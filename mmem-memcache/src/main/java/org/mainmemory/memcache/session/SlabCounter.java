package org.mainmemory.memcache.session;

/** What a session counts by slab class, in the order and with the names of {@code stats slabs}. */
enum SlabCounter {
    /** Retrievals that found an item. */
    GET_HITS,
    /** Storage commands that found memory. */
    CMD_SET,
    /** Deletes that found an item. */
    DELETE_HITS,
    /** Incrs that found an item. */
    INCR_HITS,
    /** Decrs that found an item. */
    DECR_HITS,
    /** Cas commands whose CAS was the item's. */
    CAS_HITS,
    /** Cas commands whose CAS was another one. */
    CAS_BADVAL,
    /** Touches and gats that found an item. */
    TOUCH_HITS
}
