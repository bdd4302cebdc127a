package org.mainmemory.memcache.session;

import java.util.concurrent.TimeUnit;
import org.mainmemory.memcache.command.Exptime;

/**
 * The server's clock: whole seconds on the monotonic clock, {@value Exptime#CLOCK_START} when the server starts, as
 * memcached counts them; with items from before a restart it goes on from there. Any thread.
 */
public final class ServerClock {

    /** The uptime at the start, which is memcached's. */
    private static final int FIRST_UPTIME = 2;

    private final long startNanos;
    private final long startUnixSeconds;
    private final int startSeconds;
    private volatile int movedSeconds;
    /** What the clock shows while it is stopped, 0 while it goes. */
    private volatile int heldSeconds;

    /**
     * A clock that starts now.
     *
     * @param nowNanos the monotonic clock of the loops
     * @param unixSeconds Unix time
     */
    public ServerClock(long nowNanos, long unixSeconds) {
        this(nowNanos, unixSeconds, Exptime.CLOCK_START);
    }

    /** A clock that shows {@code startSeconds} now, for items that were stored by an earlier process's clock. */
    ServerClock(long nowNanos, long unixSeconds, int startSeconds) {
        this.startNanos = nowNanos;
        this.startUnixSeconds = unixSeconds - startSeconds;
        this.startSeconds = startSeconds;
    }

    /** The clock at {@code nowNanos}, in seconds. */
    public int secondsAt(long nowNanos) {
        int held = heldSeconds;
        return held != 0 ? held
                : startSeconds + movedSeconds + (int) ((nowNanos - startNanos) / TimeUnit.SECONDS.toNanos(1));
    }

    /** Stops the clock at {@code nowSeconds}, which it shows; for those who test a server. */
    synchronized void pause(int nowSeconds) {
        heldSeconds = nowSeconds;
    }

    /** Lets a stopped clock go on as if it had never stopped. */
    synchronized void release() {
        heldSeconds = 0;
    }

    /** Moves the clock. */
    synchronized void move(int seconds) {
        movedSeconds += seconds;
        if (heldSeconds != 0) {
            heldSeconds += seconds;
        }
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
    public int uptime(int seconds) {
        return seconds - startSeconds + FIRST_UPTIME;
    }
}
