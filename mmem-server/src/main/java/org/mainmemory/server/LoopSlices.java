package org.mainmemory.server;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.memcache.session.MemcacheServer;
import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.posix.PosixException;
import org.mainmemory.server.posix.SchedulerSlice;
import org.slf4j.LoggerFactory;

/**
 * Asks the scheduler for short slices for loops that have been busy for some seconds, so that they wait less for what
 * else runs on their processor. Not before: to link the functions of the C library for it takes the JVM most of a tenth
 * of a second and some megabytes, which a server that idles is better without. For the main thread.
 */
final class LoopSlices {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How often all loops together sleep in a pause, at least, if they are busy. */
    static final long BUSY_SLEEPS = 500;

    /** Pauses in a row in which they were busy: it is no use when clients have only connected, or filled the cache. */
    static final int BUSY_PAUSES = 5;

    private final LongSupplier sleeps;
    private final Duration pause;
    private final Runnable shorten;

    /**
     * What decides.
     *
     * @param sleeps how often the loops have slept so far
     * @param pause from one look at that to the next
     * @param shorten run once
     */
    LoopSlices(LongSupplier sleeps, Duration pause, Runnable shorten) {
        this.sleeps = sleeps;
        this.pause = pause;
        this.shorten = shorten;
    }

    /** For the loops of {@code server}, the only ones of the process. */
    static LoopSlices of(MemcacheServer server) {
        return new LoopSlices(server::sleeps, PAUSE, LoopSlices::shorten);
    }

    /** Waits until the loops are busy, then gives them their slices; returns at once when the server is to stop. */
    void shortenWhenBusy(StopSignal stop) throws InterruptedException {
        for (int busy = 0; busy < BUSY_PAUSES; ) {
            long before = sleeps.getAsLong();
            if (stop.await(pause)) {
                return;
            }
            busy = sleeps.getAsLong() - before >= BUSY_SLEEPS ? busy + 1 : 0;
        }
        shorten.run();
    }

    /** Nothing that goes wrong with it ends a server that serves. */
    private static void shorten() {
        String outcome;
        try {
            outcome = SchedulerSlice.canBeShortened()
                    ? SchedulerSlice.shorten(LoopGroup.THREAD_NAME_PREFIX) + " loops have short slices"
                    : "the system knows no slices";
        } catch (PosixException | RuntimeException | LinkageError | OutOfMemoryError refused) {
            outcome = "the loops keep the slices that they have: " + refused;
        }
        if (StderrLog.isVerbose()) {
            LoggerFactory.getLogger(LoopSlices.class).info(outcome);
        }
    }
}
