package org.mainmemory.core.loop;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.mainmemory.core.task.Inbox;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.TaskQueue;

/**
 * Ping-pong over a sleep and wake protocol: the poster posts a task, waits until the sleeper has run it, dawdles for a
 * random moment and posts again, so that posts hit every point of the sleeper's way to sleep.
 *
 * <p>A wake-up is lost when a sleep has lasted long, a post has returned, its task has not been run, and no ring is
 * pending. A sound protocol never gets there, however slow or busy the machine: its post would have rung before it
 * returned, or the sleeper would have seen the task and not slept. So the length of a sleep is no limit that a test
 * could miss by bad luck; it only says how soon a loss is noticed.
 */
abstract class SleepGame {

    private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int DAWDLE = 64;
    private static final int SPINS = 2000;

    private final Inbox inbox = new Inbox();
    private final TaskQueue queue = new TaskQueue();
    private final AtomicBoolean ring = new AtomicBoolean();
    private volatile int returned;
    private final AtomicInteger run = new AtomicInteger();
    private volatile boolean over;

    /** The sleeper would like to sleep; answers whether it may. */
    abstract boolean lieDown(Inbox inbox);

    /** The sleeper is awake, and looks into the inbox next. */
    abstract void getUp();

    /** Leaves the task; answers whether the poster has to ring. */
    abstract boolean post(Inbox inbox, Task task);

    /** Plays on until a wake-up is lost, {@code limit} rounds at most; answers how many rounds it took. */
    int roundsUntilAWakeUpIsLost(int limit, Random random) throws InterruptedException {
        Thread poster = Thread.ofPlatform().start(() -> postAll(limit, random));
        try {
            while (run.get() < limit && !(lieDown(inbox) && !sleep() && isLost())) {
                getUp();
                inbox.drainTo(queue);
                for (Task task = queue.poll(); task != null; task = queue.poll()) {
                    task.run();
                }
            }
            return run.get();
        } finally {
            over = true;
            poster.join();
        }
    }

    private void postAll(int limit, Random random) {
        Task task = new Task() {
            @Override
            public Step run() {
                run.incrementAndGet();
                return Step.DONE;
            }
        };
        for (int i = 1; i <= limit && !over; i++) {
            if (post(inbox, task)) {
                ring.set(true);
            }
            returned = i;
            for (int spins = 0; run.get() < i && !over; spins++) {
                relax(spins);
            }
            for (int dawdled = random.nextInt(DAWDLE); dawdled > 0; dawdled--) {
                Thread.onSpinWait();
            }
        }
    }

    /** Answers whether a ring ended it. */
    private boolean sleep() {
        long begin = System.nanoTime();
        for (int spins = 0; !ring.compareAndSet(true, false); spins++) {
            if (System.nanoTime() - begin > SLEEP_NANOS) {
                return false;
            }
            relax(spins);
        }
        return true;
    }

    private boolean isLost() {
        return returned > run.get() && !ring.get();
    }

    private static void relax(int spins) {
        if (spins % SPINS == SPINS - 1) {
            LockSupport.parkNanos(1);
        } else {
            Thread.onSpinWait();
        }
    }
}
