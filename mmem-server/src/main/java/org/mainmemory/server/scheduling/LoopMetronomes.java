package org.mainmemory.server.scheduling;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.posix.ThreadProcessor;
import org.slf4j.LoggerFactory;

/**
 * The metronomes of the loops of this process: each is made when its loop first needs one. Where they cannot be, the
 * loops go on without.
 */
final class LoopMetronomes implements LoopCare.Metronomes {

    private static final String NAME_PREFIX = "mmem-beat-";

    private final @Nullable Metronome[] made;
    private boolean possible = ThreadProcessor.canBeChosen();

    LoopMetronomes(int loops) {
        made = new Metronome[loops];
    }

    @Override
    public void set(int loop, boolean beats) {
        Metronome metronome = made[loop];
        if (metronome == null && beats && possible) {
            metronome = make(loop);
        }
        if (metronome != null) {
            metronome.set(beats);
        }
    }

    private @Nullable Metronome make(int loop) {
        try {
            ThreadProcessor followed = ThreadProcessor.of(LoopGroup.THREAD_NAME_PREFIX + loop);
            Metronome metronome = new Metronome(NAME_PREFIX + loop, followed);
            made[loop] = metronome;
            return metronome;
        } catch (IOException | RuntimeException | OutOfMemoryError refused) {
            possible = false;
            if (StderrLog.isVerbose()) {
                LoggerFactory.getLogger(LoopMetronomes.class).info("loop {} has no metronome: {}", loop, refused);
            }
            return null;
        }
    }

    @Override
    public void close() {
        for (Metronome metronome : made) {
            if (metronome != null) {
                metronome.close();
            }
        }
    }
}
