package org.mainmemory.memcache.store;

/** What came of an order to move memory from one of memcached's slab classes to another, in memcached's words. */
public enum Reassignment {
    /** It will be done. */
    OK("OK"),
    /** Another one is being carried out. */
    BUSY("BUSY currently processing reassign request"),
    /** There is no such class. */
    BAD_CLASS("BADCLASS invalid src or dst class id"),
    /** The source has too little. */
    NO_SPARE("NOSPARE source class has no spare pages"),
    /** From a class to itself. */
    SAME("SAME src and dst class are identical");

    private final String reply;

    Reassignment(String reply) {
        this.reply = reply;
    }

    /** What clients are told. */
    public String reply() {
        return reply;
    }
}
