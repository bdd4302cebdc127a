package org.mainmemory.core.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Work that an event loop does in bounded steps. One loop at a time runs a task, one step at a time.
 *
 * <p>A task carries the links of the one {@link TaskQueue} and the one {@link Inbox} it may stand in, so that
 * queueing allocates nothing. Standing in both at once is fine.
 */
public abstract class Task {

    private static final VarHandle POSTED;

    static {
        try {
            POSTED = MethodHandles.lookup().findVarHandle(Task.class, "posted", boolean.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /** The task behind this one in its {@link TaskQueue}; null at the tail. */
    @Nullable Task next;

    /** Whether this task stands in a {@link TaskQueue}. */
    boolean queued;

    /** The task posted before this one that was still in the {@link Inbox}. */
    @Nullable Task postedBefore;

    /** Whether this task is in an {@link Inbox}; only ever swapped, through {@link #POSTED}. */
    @SuppressWarnings("unused")
    private volatile boolean posted;

    /** Does one bounded step: microseconds, no blocking call. An exception ends the step and is logged by the loop. */
    public abstract Step run();

    /**
     * Notes that the task is in an {@link Inbox}; answers whether it was already. A write even then, so that what the
     * caller did before is visible to the step that follows.
     */
    final boolean markPosted() {
        return (boolean) POSTED.getAndSet(this, true);
    }

    /** Takes the note back; sees everything done before any {@link #markPosted} that it takes back. */
    final void clearPosted() {
        POSTED.getAndSet(this, false);
    }
}
