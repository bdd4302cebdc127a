package org.mainmemory.core.loop;

import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;

/** A task of one step, for code that knows no tasks. */
final class RunTask extends Task {

    private final Runnable action;

    RunTask(Runnable action) {
        this.action = action;
    }

    @Override
    public Step run() {
        action.run();
        return Step.DONE;
    }

    @Override
    public String toString() {
        return action.toString();
    }
}
