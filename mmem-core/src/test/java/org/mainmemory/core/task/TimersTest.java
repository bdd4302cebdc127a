package org.mainmemory.core.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimersTest {

    private final Timers timers = new Timers();
    private final Timer a = new Timer(new NamedTask("a"));
    private final Timer b = new Timer(new NamedTask("b"));

    @Test
    void isDueFromItsDeadlineOn() {
        timers.arm(a, 100);
        assertTrue(a.isArmed());
        assertNull(timers.pollDue(99));
        assertEquals(1, timers.nanosToNext(99));
        assertSame(a, timers.pollDue(100));
        assertFalse(a.isArmed());
        assertNull(timers.pollDue(1000));
        assertTrue(timers.isEmpty());
    }

    @Test
    void armingAgainMovesIt() {
        timers.arm(a, 100);
        timers.arm(b, 200);
        timers.arm(a, 300);
        assertEquals(2, timers.size());
        assertSame(b, timers.pollDue(1000));
        timers.arm(b, 200);
        timers.arm(a, 100);
        assertSame(a, timers.pollDue(1000));
        assertSame(b, timers.pollDue(1000));
    }

    @Test
    void cancelAnswersWhetherItWasArmed() {
        timers.arm(a, 100);
        assertTrue(timers.cancel(a));
        assertFalse(timers.cancel(a));
        assertNull(timers.pollDue(1000));
    }

    @Test
    void theClockMayWrap() {
        timers.arm(a, Long.MAX_VALUE - 5);
        timers.arm(b, Long.MIN_VALUE + 5);
        assertEquals(1, timers.nanosToNext(Long.MAX_VALUE - 6));
        assertSame(a, timers.pollDue(Long.MIN_VALUE + 4));
        assertNull(timers.pollDue(Long.MIN_VALUE + 4));
        assertSame(b, timers.pollDue(Long.MIN_VALUE + 5));
    }

    @Test
    void refusesATimerArmedElsewhere() {
        Timers others = new Timers();
        others.arm(a, 1);
        timers.arm(b, 1);
        assertThrows(IllegalArgumentException.class, () -> timers.arm(a, 2));
        assertThrows(IllegalArgumentException.class, () -> timers.cancel(a));
    }
}
