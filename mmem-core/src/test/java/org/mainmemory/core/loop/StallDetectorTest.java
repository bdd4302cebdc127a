package org.mainmemory.core.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StallDetectorTest {

    @Test
    void showsWhoHoldsALoopUpOnce() throws Exception {
        LoopGroup loops = LoopGroup.open(2);
        loops.start();
        BlockingQueue<StallDetector.Stall> stalls = new LinkedBlockingQueue<>();
        CountDownLatch end = new CountDownLatch(1);
        try (StallDetector _ = StallDetector.watch(loops, Duration.ofMillis(10), stalls::add)) {
            loops.loop(1).post(OnLoop.task(() -> holdUp(end)));
            StallDetector.Stall stall = stalls.take();
            assertEquals(loops.loop(1), stall.loop());
            assertTrue(stall.held().compareTo(Duration.ofMillis(10)) >= 0);
            assertTrue(stall.stack().stream().anyMatch(frame -> frame.getMethodName().equals("holdUp")));
            Thread.sleep(50);
            assertTrue(stalls.stream().noneMatch(again -> again.loop() == loops.loop(1)), "once a step");
            end.countDown();
            assertEquals(1, OnLoop.call(loops.loop(1), () -> 1));
        }
        loops.stop();
        loops.join();
    }

    /** So slow a limit that a busy machine cannot be the reason. */
    @Test
    void aLoopThatSleepsIsNotHeldUp() throws Exception {
        LoopGroup loops = LoopGroup.open(1);
        loops.start();
        BlockingQueue<StallDetector.Stall> stalls = new LinkedBlockingQueue<>();
        try (StallDetector _ = StallDetector.watch(loops, Duration.ofMillis(200), stalls::add)) {
            OnLoop.call(loops.loop(0), () -> true);
            Thread.sleep(500);
            assertNull(stalls.poll());
        }
        loops.stop();
        loops.join();
    }

    private static void holdUp(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
