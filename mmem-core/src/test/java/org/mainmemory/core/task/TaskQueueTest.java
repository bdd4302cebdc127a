package org.mainmemory.core.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TaskQueueTest {

    private final TaskQueue queue = new TaskQueue();

    @Test
    void isFirstInFirstOut() {
        NamedTask a = new NamedTask("a");
        NamedTask b = new NamedTask("b");
        queue.add(a);
        queue.add(b);
        assertEquals(2, queue.size());
        assertSame(a, queue.poll());
        queue.add(a);
        assertSame(b, queue.poll());
        assertSame(a, queue.poll());
        assertNull(queue.poll());
        assertTrue(queue.isEmpty());
        queue.add(b);
        assertSame(b, queue.poll());
        assertEquals(0, queue.size());
    }

    @Test
    void aTaskStandsInItOnce() {
        NamedTask a = new NamedTask("a");
        NamedTask b = new NamedTask("b");
        assertTrue(queue.add(a));
        assertTrue(queue.add(b));
        assertFalse(queue.add(a));
        assertFalse(queue.add(b));
        assertEquals(2, queue.size());
        assertSame(a, queue.poll());
        assertSame(b, queue.poll());
        assertNull(queue.poll());
    }
}
