package org.mainmemory.server.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When loops get their slices, and what their aids are told. */
class LoopCareTest {

    private final long[] slept = new long[2];
    private final List<String> told = new ArrayList<>();
    private final List<Integer> shortened = new ArrayList<>();
    private int looks;
    private boolean closed;
    private final LoopCare care = new LoopCare(List.of(() -> slept[0], () -> slept[1]),
            () -> shortened.add(looks), new LoopCare.Aids() {

                @Override
                public void look(int loop, boolean sleepsOften) {
                    told.add(loop + (sleepsOften ? " often" : " seldom"));
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
    }

    @Test
    void aidsAreToldNothingBefore() {
        pauses(LoopCare.BUSY_PAUSES, LoopCare.OFTEN_SLEEPS, LoopCare.OFTEN_SLEEPS);
        assertEquals(List.of(), told);
        pauses(1, 0, 0);
        assertEquals(List.of("0 seldom", "1 seldom"), told);
    }

    @Test
    void theyAreToldWhetherTheirLoopSleepsOften() {
        pauses(LoopCare.BUSY_PAUSES, LoopCare.OFTEN_SLEEPS, 0);
        pauses(1, LoopCare.OFTEN_SLEEPS, LoopCare.OFTEN_SLEEPS - 1);
        pauses(1, LoopCare.OFTEN_SLEEPS - 1, LoopCare.OFTEN_SLEEPS);
        assertEquals(List.of("0 often", "1 seldom", "0 seldom", "1 often"), told);
    }

    @Test
    void aidsEndWithIt() {
        care.close();
        assertTrue(closed);
    }

    /** So many pauses, in each of which the loops sleep so often. */
    private void pauses(int count, long... sleeps) {
        for (int pause = 0; pause < count; pause++) {
            Arrays.setAll(slept, loop -> slept[loop] + sleeps[loop]);
            looks++;
            care.look();
        }
    }
}
