package org.mainmemory.core.task;

/** A task that only stands in queues. */
final class NamedTask extends Task {

    private final String name;

    NamedTask(String name) {
        this.name = name;
    }

    @Override
    public Step run() {
        return Step.DONE;
    }

    @Override
    public String toString() {
        return name;
    }
}
