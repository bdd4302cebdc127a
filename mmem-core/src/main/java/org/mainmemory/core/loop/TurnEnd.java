package org.mainmemory.core.loop;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What is done at the end of each turn of a loop: nothing, or what somebody has asked for once. The loop's thread. */
final class TurnEnd {

    private final LoopCounters counters;
    private @Nullable Runnable action;

    TurnEnd(LoopCounters counters) {
        this.counters = counters;
    }

    void set(Runnable asked) {
        if (action != null) {
            throw new IllegalStateException("a loop's turns end with " + action + " already");
        }
        action = asked;
    }

    void run() {
        if (action == null) {
            return;
        }
        try {
            action.run();
        } catch (Throwable failed) {
            counters.countFailure();
            LoggerFactory.getLogger(TurnEnd.class).error("the end of a turn failed: {}", action, failed);
        }
    }
}
