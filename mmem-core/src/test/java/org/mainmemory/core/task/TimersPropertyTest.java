package org.mainmemory.core.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random arming, moving, cancelling and expiring against a plain map. */
class TimersPropertyTest {

    private static final int TIMERS = 200;
    private static final int OPERATIONS = 200_000;

    @Test
    void agreesWithAMap() {
        long seed = System.nanoTime();
        try {
            run(new Random(seed));
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    private static void run(Random random) {
        Timers timers = new Timers();
        List<Timer> all = new ArrayList<>();
        for (int i = 0; i < TIMERS; i++) {
            all.add(new Timer(new NamedTask("t" + i)));
        }
        Map<Timer, Long> model = new HashMap<>();
        long now = random.nextLong();
        for (int i = 0; i < OPERATIONS; i++) {
            Timer timer = all.get(random.nextInt(TIMERS));
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    long deadline = now + random.nextInt(1000);
                    timers.arm(timer, deadline);
                    model.put(timer, deadline);
                }
                case 2 -> assertEquals(model.remove(timer) != null, timers.cancel(timer));
                default -> {
                    now += random.nextInt(50);
                    expire(timers, model, now);
                }
            }
            assertEquals(model.size(), timers.size());
        }
    }

    private static void expire(Timers timers, Map<Timer, Long> model, long now) {
        for (Timer due = timers.pollDue(now); due != null; due = timers.pollDue(now)) {
            long deadline = model.remove(due);
            assertEquals(deadline, due.deadlineNanos());
            for (long other : model.values()) {
                if (other - deadline < 0) {
                    throw new AssertionError("out of order");
                }
            }
        }
        assertNull(timers.pollDue(now));
        if (!model.isEmpty()) {
            long base = now;
            long next = Collections.min(model.values(), (x, y) -> Long.compare(x - base, y - base));
            assertEquals(next - now, timers.nanosToNext(now));
        }
    }
}
