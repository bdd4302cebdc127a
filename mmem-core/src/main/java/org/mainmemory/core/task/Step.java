package org.mainmemory.core.task;

/** How a {@link Task} ended a step. */
public enum Step {
    /** The work is complete. The task may be executed again for new work. */
    DONE,
    /** There is more to do: run another step after whatever else is waiting. */
    AGAIN,
    /** There is more to do once something happens; whoever sees it happen executes or posts the task. */
    PARKED
}
