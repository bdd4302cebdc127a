package org.mainmemory.core.loop;

import org.mainmemory.core.task.Task;

/** One thread that runs tasks and waits for sockets, timers and messages in one place. */
public final class EventLoop {

    /** Position in the loop's group, from 0: the index of whatever a protocol keeps per loop. */
    public int index() {
        throw new UnsupportedOperationException();
    }

    /** {@link System#nanoTime()} as read at the start of this turn. Loop thread only. */
    public long nowNanos() {
        throw new UnsupportedOperationException();
    }

    /** Runs a step of {@code task} next turn; does nothing if it is waiting for one already. Loop thread only. */
    public void execute(Task task) {
        throw new UnsupportedOperationException();
    }

    /**
     * Runs a step of {@code task} on this loop soon; several posts before it runs are one. Any thread.
     *
     * @return false if the loop has stopped and the task will not run
     */
    public boolean post(Task task) {
        throw new UnsupportedOperationException();
    }
}
