package org.mainmemory.core.task;

/**
 * A deadline for a task. Made once, armed as often as needed without allocation; see {@link Timers}. One thread.
 */
public final class Timer {

    static final int IDLE = -1;

    private final Task task;
    long deadlineNanos;

    /** Position in the heap of the {@link Timers} that it is armed in, or {@link #IDLE}. */
    int position = IDLE;

    /** A timer, not armed, for {@code task}. */
    public Timer(Task task) {
        this.task = task;
    }

    /** What is due at the deadline. */
    public Task task() {
        return task;
    }

    /** Whether the deadline is still to come. */
    public boolean isArmed() {
        return position != IDLE;
    }

    /** When it is, or was last, due on the clock of {@link System#nanoTime()}. */
    public long deadlineNanos() {
        return deadlineNanos;
    }
}
