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
    private boolean passed;
    private boolean over;

    TimeLimit(Fiber fiber, long limitNanos) {
        this.fiber = fiber;
        this.limitNanos = limitNanos;
    }

    <T extends @Nullable Object> T call(Callable<T> body) throws Exception {
        Timer timer = new Timer(this);
        if (limitNanos != Fiber.FOREVER) {
            fiber.loop().timers().arm(timer, System.nanoTime() + limitNanos);
        }
        try {
            return body.call();
        } catch (InterruptedException interrupted) {
            if (passed) {
                throw new TimeoutException("not finished in time");
            }
            throw interrupted;
        } finally {
            fiber.loop().timers().cancel(timer);
            over = true;
            if (passed) {
                // Ours, and nobody waited for it.
                Thread.interrupted();
            }
        }
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
