package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    private final Schedule schedule = new Schedule(1_000_000, 1000, 5);

    @Test
    void requestsAreDueAtEvenDistances() {
        assertEquals(1_000_000, schedule.intendedNanos(0));
        assertEquals(2_000_000, schedule.intendedNanos(1));
        assertEquals(5_000_000, schedule.intendedNanos(4));
    }

    @Test
    void nothingIsDueEarlyAndNothingIsForgotten() {
        assertEquals(0, schedule.due(999_999));
        assertEquals(1, schedule.due(1_000_000));
        assertEquals(1, schedule.due(1_999_999));
        assertEquals(2, schedule.due(2_000_000));
        assertEquals(5, schedule.due(60_000_000_000L));
    }

    @Test
    void theClockMayBeNegativeOrOverflow() {
        Schedule late = new Schedule(Long.MAX_VALUE - 10, 1e9, 100);
        assertEquals(21, late.due(Long.MIN_VALUE + 9));
        assertEquals(Long.MIN_VALUE + 9, late.intendedNanos(20));
    }
}
