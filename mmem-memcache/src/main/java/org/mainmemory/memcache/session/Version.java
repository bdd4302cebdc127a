package org.mainmemory.memcache.session;

/** What the server calls itself. */
public final class Version {

    /** The release of memcached whose behaviour is kept. */
    public static final String MEMCACHED = "1.6.45";
    /** The release of mmem. */
    public static final String MMEM = "0.1.0";
    /** Both, as {@code version} and {@code stats} tell them: clients that parse three numbers read memcached's. */
    public static final String TEXT = MEMCACHED + "-mmem-" + MMEM;

    private Version() {
    }
}
