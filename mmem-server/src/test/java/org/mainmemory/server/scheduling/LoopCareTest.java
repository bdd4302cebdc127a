package org.mainmemory.server.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When loops get their slices, and when their metronomes beat. */
class LoopCareTest {

    private final List<Loop> loops = List.of(new Loop(), new Loop());
    private final boolean[] beats = new boolean[loops.size()];
    private final List<Integer> shortened = new ArrayList<>();
    private int looks;
    private boolean closed;
    private final LoopCare care = new LoopCare(
            loops.stream().map(loop -> new LoopActivity(() -> loop.turns, () -> loop.sleeps)).toList(),
            () -> shortened.add(looks), new LoopCare.Metronomes() {

                @Override
                public void set(int loop, boolean on) {
                    assertEquals(1, shortened.size(), "a metronome before the loops were busy");
                    beats[loop] = on;
                }

                @Override
                public void close() {
                    closed = true;
                }
            });

    @Test
    void slicesAreShortenedOnceAfterPausesInARowInWhichTheLoopsWereBusy() {
        pauses(10, LoopCare.BUSY_SLEEPS / 2, LoopCare.BUSY_SLEEPS / 2 - 1);
        pauses(LoopCare.BUSY_PAUSES - 1, LoopCare.BUSY_SLEEPS / 2, LoopCare.BUSY_SLEEPS / 2);
        pauses(1, 0, 0);
        pauses(LoopCare.BUSY_PAUSES - 1, LoopCare.BUSY_SLEEPS, 0);
        assertEquals(List.of(), shortened);
        pauses(10 * LoopCare.BUSY_PAUSES, LoopCare.BUSY_SLEEPS, 0);
        assertEquals(List.of(10 + 2 * LoopCare.BUSY_PAUSES), shortened);
        assertFalse(beats[0]);
    }

    @Test
    void theMetronomeBeatsWhileItsLoopSleepsOften() {
        pauses(LoopCare.BUSY_PAUSES - 1, LoopCare.METRONOME_SLEEPS, 0);
        assertFalse(beats[0]);
        pauses(1, LoopCare.METRONOME_SLEEPS, LoopCare.METRONOME_SLEEPS - 1);
        assertTrue(beats[0]);
        assertFalse(beats[1]);
        pauses(1, LoopCare.METRONOME_SLEEPS - 1, LoopCare.METRONOME_SLEEPS);
        assertFalse(beats[0]);
        assertTrue(beats[1]);
    }

    @Test
    void itRestsWhenItsLoopHasNoTime() {
        pauses(LoopCare.BUSY_PAUSES, LoopCare.METRONOME_SLEEPS, LoopCare.METRONOME_SLEEPS);
        assertTrue(beats[0] && beats[1]);
        loops.get(0).turns += LoopCare.METRONOME_SLEEPS;
        loops.get(1).turns += LoopCare.METRONOME_SLEEPS - 1;
        pauses(1, LoopCare.METRONOME_SLEEPS, LoopCare.METRONOME_SLEEPS);
        assertFalse(beats[0]);
        assertTrue(beats[1]);
    }

    @Test
    void metronomesEndWithIt() {
        care.close();
        assertTrue(closed);
    }

    /** So many pauses, in each of which the loops sleep so often, and have a turn for each sleep. */
    private void pauses(int count, long... sleeps) {
        for (int pause = 0; pause < count; pause++) {
            for (int loop = 0; loop < sleeps.length; loop++) {
                loops.get(loop).sleeps += sleeps[loop];
                loops.get(loop).turns += sleeps[loop];
            }
            looks++;
            care.look();
        }
    }

    private static final class Loop {
        long turns;
        long sleeps;
    }
}
