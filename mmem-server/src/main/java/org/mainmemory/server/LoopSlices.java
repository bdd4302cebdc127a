package org.mainmemory.server;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.posix.PosixException;
import org.mainmemory.server.posix.SchedulerSlice;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that loops which share their processor are not kept waiting by what else runs there: once they are busy
 * they get short slices of the scheduler. Not before: the JVM takes most of a tenth of a second and some megabytes to
 * link the function of the C library for it, which a server that idles is better without. For the main thread.
 */
final class LoopSlices {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Turns of all loops in a pause. */
    private static final long BUSY = 2_000;

    private final LongSupplier turns;

    /** @param turns how many turns the loops have taken so far */
    LoopSlices(LongSupplier turns) {
        this.turns = turns;
    }

    /** Waits until the loops are busy, then gives them their slices; returns at once when the server is to stop. */
    void shortenWhenBusy(StopSignal stop) throws InterruptedException {
        long before;
        do {
            before = turns.getAsLong();
            if (stop.await(PAUSE)) {
                return;
            }
        } while (turns.getAsLong() - before < BUSY);
        if (SchedulerSlice.canBeShortened()) {
            shorten();
        }
    }

    /** Without what the system refuses the loops are as others are. */
    private static void shorten() {
        try {
            int loops = SchedulerSlice.shorten(LoopGroup.THREAD_NAME);
            if (StderrLog.isVerbose()) {
                LoggerFactory.getLogger(LoopSlices.class).info("{} loops have short slices", loops);
            }
        } catch (PosixException | UnsupportedOperationException | LinkageError refused) {
            if (StderrLog.isVerbose()) {
                LoggerFactory.getLogger(LoopSlices.class)
                        .info("the loops keep the system's slices: {}", refused.getMessage());
            }
        }
    }
}
