package org.mainmemory.memcache.command;

/**
 * What an exptime means (memcached's {@code protocol.txt}, "Expiration times").
 *
 * <p>The server's clock counts seconds and starts at {@value #CLOCK_START} when the process does; an item is dead as
 * soon as its exptime is at or below the clock. Stateless; any thread.
 */
public final class Exptime {

    /** What the clock shows when the process starts, in seconds. */
    public static final int CLOCK_START = 62;
    /** Up to this many seconds (30 days) an exptime is relative; above it is Unix time. */
    public static final int MAX_RELATIVE_SECONDS = 60 * 60 * 24 * 30;
    /** The exptime of an item that never expires. */
    public static final int NEVER = 0;
    /** An exptime that has always passed. */
    public static final int PASSED = 1;

    private Exptime() {
    }

    /**
     * The exptime on the server's clock.
     *
     * @param raw as sent: 0 never, negative passed, up to 30 days from now, above that Unix time; seconds
     * @param nowSeconds the server's clock
     * @param startUnixSeconds Unix time at which the server's clock showed 0
     */
    public static int toClock(long raw, int nowSeconds, long startUnixSeconds) {
        if (raw == 0) {
            return NEVER;
        }
        if (raw < 0) {
            return PASSED;
        }
        if (raw <= MAX_RELATIVE_SECONDS) {
            return (int) Math.min(raw + nowSeconds, Integer.MAX_VALUE);
        }
        long clock = raw - startUnixSeconds;
        return clock <= PASSED ? PASSED : (int) Math.min(clock, Integer.MAX_VALUE);
    }
}
