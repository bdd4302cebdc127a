package org.mainmemory.server.scheduling;

import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.posix.PosixException;
import org.mainmemory.server.posix.SchedulerSlice;
import org.slf4j.LoggerFactory;

/** Short slices for the loops of this process, so that they wait less for what else runs on their processor. */
final class LoopSlices {

    private LoopSlices() {
    }

    /** Asks the scheduler for them. Nothing that goes wrong with it ends a server that serves. */
    static void shorten() {
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
