package org.mainmemory.core.task;

/**
 * Work that an event loop does in bounded steps. One loop at a time runs a task, one step at a time.
 */
public abstract class Task {

    /** Does one bounded step: microseconds, no blocking call. An exception ends the step and is logged by the loop. */
    public abstract Step run();
}
