package org.mainmemory.server.scheduling;

import java.util.function.LongSupplier;

/** What one loop did between the last two looks. One thread's. */
final class LoopActivity {

    private final LongSupplier turns;
    private final LongSupplier sleeps;
    private long turnsBefore;
    private long sleepsBefore;
    private long turned;
    private long slept;

    /**
     * Of a loop.
     *
     * @param turns how many it has had so far
     * @param sleeps how many of them began with a sleep
     */
    LoopActivity(LongSupplier turns, LongSupplier sleeps) {
        this.turns = turns;
        this.sleeps = sleeps;
        look();
    }

    void look() {
        long turnsNow = turns.getAsLong();
        long sleepsNow = sleeps.getAsLong();
        turned = turnsNow - turnsBefore;
        slept = sleepsNow - sleepsBefore;
        turnsBefore = turnsNow;
        sleepsBefore = sleepsNow;
    }

    /** How often it slept. */
    long slept() {
        return slept;
    }

    /** Whether most of its turns began with a sleep: it has less to do than it can. */
    boolean hasTime() {
        return slept > turned - slept;
    }
}
