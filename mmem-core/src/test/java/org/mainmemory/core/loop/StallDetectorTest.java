package org.mainmemory.core.loop;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
        try (StallDetector _ = StallDetector.watch(loops, Duration.ofMillis(10), stalls::add)) {
            boolean shown = false;
            // On a busy machine the step may be seen before it has come to the call.
            for (int attempt = 0; attempt < 100 && !shown; attempt++) {
                shown = isShown(loops.loop(1), stalls);
            }
            assertTrue(shown);
        }
        loops.stop();
        loops.join();
    }

    private static boolean isShown(EventLoop loop, BlockingQueue<StallDetector.Stall> stalls) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        loop.post(OnLoop.task(() -> holdUp(end)));
        StallDetector.Stall stall = stalls.take();
        while (stall.loop() != loop) {
            stall = stalls.take();
        }
        assertTrue(stall.held().compareTo(Duration.ofMillis(10)) >= 0);
        boolean shown = stall.stack().stream().anyMatch(frame -> frame.getMethodName().equals("holdUp"));
        if (shown) {
            Thread.sleep(50);
            assertTrue(stalls.stream().noneMatch(again -> again.loop() == loop), "once a step");
        }
        end.countDown();
        OnLoop.call(loop, () -> true);
        return shown;
    }

    /** So slow a limit that a busy machine cannot be the reason. */
    @Test
    void aLoopThatSleepsIsNotHeldUp() throws Exception {
        LoopGroup loops = LoopGroup.open(1);
        loops.start();
        BlockingQueue<StallDetector.Stall> stalls = new LinkedBlockingQueue<>();
        try (StallDetector _ = StallDetector.watch(loops, Duration.ofSeconds(1), stalls::add)) {
            OnLoop.call(loops.loop(0), () -> true);
            Thread.sleep(2000);
            assertNull(stalls.poll());
        }
        loops.stop();
        loops.join();
    }

    @Test
    void aReportThatFailsIsNotTheLast() throws Exception {
        LoopGroup loops = LoopGroup.open(1);
        loops.start();
        BlockingQueue<StallDetector.Stall> stalls = new LinkedBlockingQueue<>();
        try (StallDetector _ = StallDetector.watch(loops, Duration.ofMillis(10), stall -> {
            stalls.add(stall);
            throw new IllegalStateException("thrown by a test on purpose");
        })) {
            for (int i = 0; i < 2; i++) {
                CountDownLatch end = new CountDownLatch(1);
                loops.loop(0).post(OnLoop.task(() -> holdUp(end)));
                stalls.take();
                end.countDown();
                OnLoop.call(loops.loop(0), () -> true);
            }
        }
        loops.stop();
        loops.join();
    }

    @Test
    void refusesToLookAllTheTime() throws Exception {
        LoopGroup loops = LoopGroup.open(1);
        assertThrows(IllegalArgumentException.class, () -> StallDetector.watch(loops, Duration.ofNanos(3)));
        loops.stop();
    }

    private static void holdUp(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
