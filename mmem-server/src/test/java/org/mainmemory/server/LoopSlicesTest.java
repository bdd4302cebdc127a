package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the loops get their slices. */
@Timeout(30)
class LoopSlicesTest {

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final StopSignal stop = new StopSignal();
    private final List<Long> shortened = new ArrayList<>();
    private long looks;
    private long sleeps;

    @Test
    void afterSomePausesInARowInWhichTheyWereBusy() throws InterruptedException {
        // Two looks a pause. The loops sleep too seldom in the first ten pauses, then often, but for one pause.
        long quietAgain = 10 + LoopSlices.BUSY_PAUSES - 1;
        LoopSlices slices = new LoopSlices(() -> {
            long pause = looks++ / 2;
            boolean busy = pause >= 10 && pause != quietAgain;
            sleeps += looks % 2 == 1 ? 0 : LoopSlices.BUSY_SLEEPS - (busy ? 0 : 1);
            return sleeps;
        }, PAUSE, () -> shortened.add(looks / 2));
        slices.shortenWhenBusy(stop);
        assertEquals(List.of(quietAgain + 1 + LoopSlices.BUSY_PAUSES), shortened);
    }

    @Test
    void notAnyMoreWhenTheServerIsToStop() throws InterruptedException {
        LoopSlices slices = new LoopSlices(() -> {
            if (++looks == 100) {
                stop.give(StopSignal.Kind.NORMAL);
            }
            return sleeps;
        }, PAUSE, () -> shortened.add(looks));
        slices.shortenWhenBusy(stop);
        assertEquals(List.of(), shortened);
    }
}
