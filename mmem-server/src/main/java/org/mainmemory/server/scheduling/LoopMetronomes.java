package org.mainmemory.server.scheduling;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.posix.Affinity;
import org.slf4j.LoggerFactory;

/**
 * The metronomes of the loops of this process: each is made when its loop first sleeps often, and beats while it does
 * and has time. Where that cannot be, the loops go on without.
 */
final class LoopMetronomes implements LoopCare.Metronomes {

    private final @Nullable Attended[] attended;
    private boolean given;

    /** A loop's thread and the metronome beside it. */
    private record Attended(LoopThread thread, Metronome metronome) {
    }

    LoopMetronomes(int loops) {
        attended = new Attended[loops];
    }

    @Override
    public void look(int loop, boolean sleepsOften) {
        if (given) {
            return;
        }
        try {
            Attended found = attended[loop];
            if (found != null) {
                found.thread().look();
                found.metronome().beatOn(sleepsOften && found.thread().hasTime()
                        ? found.thread().processor() : Metronome.NO_PROCESSOR);
            } else if (sleepsOften) {
                attended[loop] = attend(loop);
            }
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError failed) {
            giveUp(failed);
        }
    }

    private static Attended attend(int loop) throws IOException {
        if (!Affinity.canBeChosen()) {
            throw new UnsupportedOperationException("the system's calls for it are not known");
        }
        LoopThread thread = LoopThread.of(LoopGroup.THREAD_NAME_PREFIX + loop);
        try {
            return new Attended(thread, new Metronome("mmem-beat-" + loop));
        } catch (OutOfMemoryError noMoreThreads) {
            thread.close();
            throw noMoreThreads;
        }
    }

    private void giveUp(Throwable failed) {
        close();
        if (StderrLog.isVerbose()) {
            LoggerFactory.getLogger(LoopMetronomes.class).info("the loops have no metronomes: {}", failed.toString());
        }
    }

    @Override
    public void close() {
        given = true;
        for (int loop = 0; loop < attended.length; loop++) {
            Attended ending = attended[loop];
            if (ending != null) {
                attended[loop] = null;
                ending.metronome().close();
                ending.thread().close();
            }
        }
    }
}
