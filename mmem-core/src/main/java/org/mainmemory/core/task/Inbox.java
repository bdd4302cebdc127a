package org.mainmemory.core.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Where other threads leave tasks for the one thread that takes them. Allocates nothing.
 *
 * <p>A stack of Treiber's that its owner takes whole and turns round, so tasks come out in the order they were posted.
 * Taking everything at once leaves no room for the ABA problem of popping single elements.
 */
public final class Inbox {

    private static final VarHandle NEWEST;

    static {
        try {
            NEWEST = MethodHandles.lookup().findVarHandle(Inbox.class, "newest", Task.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /** In {@link #newest} once nobody takes tasks any more. */
    private static final Task CLOSED = new Task() {
        @Override
        public Step run() {
            throw new AssertionError("a marker");
        }
    };

    private volatile @Nullable Task newest;

    /**
     * Leaves {@code task}. A task that is in the inbox already is not left twice: the step to come sees what was done
     * before either post. Any thread.
     *
     * @return false if the inbox is closed and the task was not left
     */
    public boolean post(Task task) {
        if (task.markPosted()) {
            return true;
        }
        while (true) {
            Task before = newest;
            if (before == CLOSED) {
                task.clearPosted();
                return false;
            }
            task.postedBefore = before;
            if (NEWEST.compareAndSet(this, before, task)) {
                return true;
            }
        }
    }

    /** Whether no task waits. Any thread. */
    public boolean isEmpty() {
        Task seen = newest;
        return seen == null || seen == CLOSED;
    }

    /** Moves all tasks to {@code queue}, oldest first, and returns how many there were. Owner only. */
    public int drainTo(TaskQueue queue) {
        Task taken = newest;
        if (taken == null || taken == CLOSED) {
            return 0;
        }
        return deliver((Task) NEWEST.getAndSet(this, null), queue);
    }

    /** Refuses tasks from now on, and moves those that wait to {@code queue}. Owner only. */
    public int close(TaskQueue queue) {
        Task taken = (Task) NEWEST.getAndSet(this, CLOSED);
        return taken == CLOSED ? 0 : deliver(taken, queue);
    }

    private static int deliver(@Nullable Task newest, TaskQueue queue) {
        Task oldest = turnRound(newest);
        int count = 0;
        while (oldest != null) {
            Task task = oldest;
            oldest = task.postedBefore;
            task.postedBefore = null;
            task.clearPosted();
            queue.add(task);
            count++;
        }
        return count;
    }

    /** Afterwards each link leads to the task posted after, not before. */
    private static @Nullable Task turnRound(@Nullable Task newest) {
        Task after = null;
        Task task = newest;
        while (task != null) {
            Task before = task.postedBefore;
            task.postedBefore = after;
            after = task;
            task = before;
        }
        return after;
    }
}
