package org.mainmemory.server.scheduling;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.server.logging.StderrLog;
import org.slf4j.LoggerFactory;

/**
 * The aids of the loops of this process, each made when its loop first sleeps often. Where that cannot be, the loops go
 * on without.
 */
final class LoopAids implements LoopCare.Aids {

    private final boolean realTime;
    private final @Nullable LoopAid[] aids;
    private boolean givenUp;

    /**
     * For so many loops.
     *
     * @param realTime whether they may run in real time; where several have to share a processor they do not, for
     *     together they would leave too little of it to others, and those in real time too little to those that are not
     */
    LoopAids(int loops, boolean realTime) {
        this.aids = new LoopAid[loops];
        this.realTime = realTime && loops <= Runtime.getRuntime().availableProcessors();
    }

    @Override
    public void look(int loop, boolean sleepsOften) {
        if (givenUp) {
            return;
        }
        try {
            LoopAid found = aids[loop];
            if (found != null) {
                found.look(sleepsOften);
            } else if (sleepsOften) {
                aids[loop] = LoopAid.of(LoopGroup.THREAD_NAME_PREFIX + loop, "mmem-beat-" + loop, realTime);
            }
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError failed) {
            giveUp(failed);
        }
    }

    private void giveUp(Throwable failed) {
        close();
        if (StderrLog.isVerbose()) {
            LoggerFactory.getLogger(LoopAids.class).info("the loops get no aid: {}", failed.toString());
        }
    }

    @Override
    public void close() {
        givenUp = true;
        for (int loop = 0; loop < aids.length; loop++) {
            LoopAid ending = aids[loop];
            if (ending != null) {
                aids[loop] = null;
                ending.close();
            }
        }
    }
}
