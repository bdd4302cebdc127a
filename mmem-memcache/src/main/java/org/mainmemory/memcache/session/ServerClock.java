package org.mainmemory.memcache.session;

import java.util.concurrent.TimeUnit;
import org.mainmemory.memcache.command.Exptime;

/**
 * The server's clock: whole seconds on the monotonic clock, {@value Exptime#CLOCK_START} when the server starts, as
 * memcached counts them. Immutable; any thread.
 */
public final class ServerClock {

    /** What is taken from the clock to tell the uptime, which therefore starts at 2 as memcached's does. */
    private static final int UPTIME_OFFSET = 60;

    private final long startNanos;
    private final long startUnixSeconds;

    /**
     * A clock that starts now.
     *
     * @param nowNanos the monotonic clock of the loops
     * @param unixSeconds Unix time
     */
    public ServerClock(long nowNanos, long unixSeconds) {
        this.startNanos = nowNanos;
        this.startUnixSeconds = unixSeconds - Exptime.CLOCK_START;
    }

    /** The clock at {@code nowNanos}, in seconds. */
    public int secondsAt(long nowNanos) {
        return Exptime.CLOCK_START + (int) ((nowNanos - startNanos) / TimeUnit.SECONDS.toNanos(1));
    }

    /** Unix time, in seconds, at which the clock showed 0. */
    public long startUnixSeconds() {
        return startUnixSeconds;
    }

    /** Unix time, in seconds, when the clock shows {@code seconds}. */
    public long unixSeconds(int seconds) {
        return startUnixSeconds + seconds;
    }

    /** Seconds that the server has been up when the clock shows {@code seconds}. */
    public static int uptime(int seconds) {
        return seconds - UPTIME_OFFSET;
    }
}
