package org.mainmemory.core.loop;

import java.util.concurrent.TimeUnit;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;

/** The message that ends a loop: when none of its residents is busy, or the deadline has come. */
final class Stopper extends Task {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Timer nextLook = new Timer(this);
    private final EventLoop loop;
    private final Resident residents;
    private final long deadlineNanos;

    Stopper(EventLoop loop, Resident residents, long deadlineNanos) {
        this.loop = loop;
        this.residents = residents;
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public Step run() {
        if (loop.nowNanos() - deadlineNanos < 0 && residents.isBusy()) {
            loop.timers().arm(nextLook, loop.nowNanos() + LOOK_NANOS);
            return Step.PARKED;
        }
        loop.endTurns();
        return Step.DONE;
    }
}
