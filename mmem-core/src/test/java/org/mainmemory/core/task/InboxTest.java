package org.mainmemory.core.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InboxTest {

    private static final int PRODUCERS = 3;
    /** So many tasks of each that most posts find their task gone from the inbox. */
    private static final int TASKS = 50;
    private static final int ROUNDS = 100_000;

    private final Inbox inbox = new Inbox();
    private final TaskQueue queue = new TaskQueue();

    @Test
    void deliversInOrderOfPosting() {
        List<Task> tasks = List.of(new NamedTask("a"), new NamedTask("b"), new NamedTask("c"));
        tasks.forEach(inbox::post);
        assertFalse(inbox.isEmpty());
        assertEquals(3, inbox.drainTo(queue));
        assertTrue(inbox.isEmpty());
        tasks.forEach(task -> assertSame(task, queue.poll()));
        assertEquals(0, inbox.drainTo(queue));
    }

    @Test
    void aTaskIsInItOnceAndMayComeBack() {
        Task task = new NamedTask("a");
        assertTrue(inbox.post(task));
        assertTrue(inbox.post(task));
        assertEquals(1, inbox.drainTo(queue));
        assertTrue(inbox.post(task));
        assertEquals(1, inbox.drainTo(queue), "delivered, though it stands in the queue already");
        assertEquals(1, queue.size());
    }

    @Test
    void refusesOnceClosed() {
        Task early = new NamedTask("early");
        Task late = new NamedTask("late");
        assertTrue(inbox.post(early));
        assertEquals(1, inbox.close(queue));
        assertSame(early, queue.poll());
        assertFalse(inbox.post(late));
        assertFalse(inbox.post(late), "refused again, not taken for one that waits");
        assertTrue(inbox.isEmpty());
        assertEquals(0, inbox.drainTo(queue));
        assertEquals(0, inbox.close(queue));
    }

    /** Counts its steps, which only the consumer takes. */
    private static final class CountedTask extends Task {

        /** Written by its producer before each post, without any other synchronisation. */
        private int announced;
        private int seen;
        private int steps;

        @Override
        public Step run() {
            seen = announced;
            steps++;
            return Step.DONE;
        }
    }

    @Test
    @Timeout(60)
    void losesNoTaskOfSeveralProducers() throws InterruptedException {
        List<CountedTask> tasks = new ArrayList<>();
        List<Thread> producers = new ArrayList<>();
        CountDownLatch ready = new CountDownLatch(PRODUCERS);
        for (int producer = 0; producer < PRODUCERS; producer++) {
            List<CountedTask> own = Stream.generate(CountedTask::new).limit(TASKS).toList();
            tasks.addAll(own);
            producers.add(Thread.ofPlatform().start(() -> postAll(own, ready)));
        }
        // A step may see what is announced before it is posted: the inbox counts only when nobody posts any more.
        boolean posting = true;
        while (posting) {
            posting = producers.stream().anyMatch(Thread::isAlive);
            inbox.drainTo(queue);
            for (Task task = queue.poll(); task != null; task = queue.poll()) {
                task.run();
            }
        }
        assertTrue(inbox.isEmpty());
        tasks.forEach(task -> assertEquals(ROUNDS, task.seen, "a post was lost"));
        tasks.forEach(task -> assertTrue(task.steps <= ROUNDS, "more steps than posts"));
    }

    private void postAll(List<CountedTask> own, CountDownLatch ready) {
        ready.countDown();
        while (ready.getCount() > 0) {
            Thread.onSpinWait();
        }
        for (int round = 1; round <= ROUNDS; round++) {
            for (CountedTask task : own) {
                task.announced = round;
                inbox.post(task);
            }
        }
    }
}
