package org.mainmemory.core.task;

import org.jspecify.annotations.Nullable;

/** First in, first out. Links run through the tasks, so nothing is allocated. One thread. */
public final class TaskQueue {

    private @Nullable Task head;
    private @Nullable Task tail;
    private int size;

    /**
     * Puts {@code task} at the end.
     *
     * @return false if it stands in a queue already, and stays where it is
     */
    public boolean add(Task task) {
        if (task.queued) {
            return false;
        }
        task.queued = true;
        if (tail == null) {
            head = task;
        } else {
            tail.next = task;
        }
        tail = task;
        size++;
        return true;
    }

    /** Takes the first task, which may then be added again; null if there is none. */
    public @Nullable Task poll() {
        Task first = head;
        if (first == null) {
            return null;
        }
        head = first.next;
        if (head == null) {
            tail = null;
        }
        first.next = null;
        first.queued = false;
        size--;
        return first;
    }

    /** Tasks in the queue. */
    public int size() {
        return size;
    }

    /** Whether no task is in the queue. */
    public boolean isEmpty() {
        return head == null;
    }
}
