package org.mainmemory.core.fiber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.loop.OnLoop;

/** Which fibers let their loop go on, and which do not. */
@Timeout(60)
class FiberYieldTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private LoopGroup loops;
    private EventLoop loop;

    @BeforeEach
    void start() throws Exception {
        loops = LoopGroup.open(1);
        loop = loops.loop(0);
        loops.start();
    }

    @AfterEach
    void stop() throws Exception {
        loops.stop();
        assertTrue(loops.join(Duration.ofSeconds(30)));
    }

    @Test
    void aParkedOneDoes() throws Exception {
        assertLoopGoesOn(Fiber.start(loop, "parked", () -> new Semaphore(0).acquire()));
    }

    @Test
    void aSleepingOneDoesWhoeverTimesIt() throws Exception {
        assertLoopGoesOn(Fiber.start(loop, "sleeps", () -> Fiber.sleep(LONG)));
        assertLoopGoesOn(Fiber.start(loop, "sleeps", () -> Thread.sleep(LONG)));
    }

    @Test
    void oneThatHoldsALockWhileItSleepsDoesAndSoDoesWhoWantsTheLock() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch held = new CountDownLatch(1);
        Fiber holder = Fiber.start(loop, "holds", () -> {
            lock.lock();
            try {
                held.countDown();
                Fiber.sleep(LONG);
            } finally {
                lock.unlock();
            }
        });
        held.await();
        Fiber wants = Fiber.start(loop, "wants", lock::lock);
        assertLoopGoesOn(wants);
        assertLoopGoesOn(holder);
        wants.join();
        assertFalse(wants.end().isCompletedExceptionally());
    }

    @Test
    void oneThatHoldsAMonitorWhileItSleepsDoesToo() throws Exception {
        Object monitor = new Object();
        CountDownLatch held = new CountDownLatch(1);
        Fiber holder = Fiber.start(loop, "holds", () -> {
            synchronized (monitor) {
                held.countDown();
                Fiber.sleep(LONG);
            }
        });
        held.await();
        Fiber wants = Fiber.start(loop, "wants", () -> {
            synchronized (monitor) {
                held.countDown();
            }
        });
        assertLoopGoesOn(wants);
        assertLoopGoesOn(holder);
        wants.join();
    }

    @Test
    void aComputingOneDoesNotUnlessItPauses() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch computing = new CountDownLatch(1);
        Fiber.start(loop, "computes", () -> {
            computing.countDown();
            while (!enough.get()) {
                Thread.onSpinWait();
            }
        });
        computing.await();
        CompletableFuture<Integer> task = loop.call(() -> 1);
        Thread.sleep(20);
        assertFalse(task.isDone(), "the loop is held up");
        enough.set(true);
        assertEquals(1, task.get());

        enough.set(false);
        Fiber fiber = Fiber.start(loop, "computes and pauses", () -> {
            while (!enough.get()) {
                Fiber.pause();
            }
        });
        assertEquals(2, OnLoop.call(loop, () -> 2));
        assertFalse(fiber.end().isDone());
        enough.set(true);
        fiber.join();
    }

    /** While {@code fiber} waits; then ends it. */
    private void assertLoopGoesOn(Fiber fiber) throws Exception {
        for (int i = 0; i < 10; i++) {
            int value = i;
            assertEquals(value, OnLoop.call(loop, () -> value));
        }
        assertFalse(fiber.end().isDone());
        fiber.interrupt();
    }
}
