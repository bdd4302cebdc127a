package org.mainmemory.core.fiber;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;

/** Interrupts a fiber at a deadline, unless it has finished something by then. */
final class TimeLimit extends Task {

    private final Fiber fiber;
    private final long limitNanos;
    private final @Nullable TimeLimit enclosing;
    private boolean passed;
    private boolean over;

    TimeLimit(Fiber fiber, long limitNanos) {
        this.fiber = fiber;
        this.limitNanos = limitNanos;
        this.enclosing = fiber.timeLimit;
    }

    <T extends @Nullable Object> T call(Callable<T> body) throws Exception {
        Timer timer = new Timer(this);
        if (limitNanos != Fiber.FOREVER) {
            fiber.loop().timers().arm(timer, System.nanoTime() + limitNanos);
        }
        fiber.timeLimit = this;
        try {
            return body.call();
        } catch (InterruptedException interrupted) {
            if (passed) {
                throw new TimeoutException("not finished in time");
            }
            throw interrupted;
        } finally {
            fiber.loop().timers().cancel(timer);
            fiber.timeLimit = enclosing;
            over = true;
            if (passed) {
                // Ours, and nobody waited for it; but it may have come in one with an enclosing limit's.
                Thread.interrupted();
                if (hasEnclosingPassed()) {
                    fiber.interrupt();
                }
            }
        }
    }

    private boolean hasEnclosingPassed() {
        for (TimeLimit limit = enclosing; limit != null; limit = limit.enclosing) {
            if (limit.passed) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Step run() {
        if (!over) {
            passed = true;
            fiber.interrupt();
        }
        return Step.DONE;
    }
}
