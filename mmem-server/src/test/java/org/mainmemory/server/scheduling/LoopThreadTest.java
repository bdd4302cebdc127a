package org.mainmemory.server.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LoopThreadTest {

    @Test
    void tellsTicksInParts() {
        long second = TimeUnit.SECONDS.toNanos(1);
        assertEquals(0, LoopThread.percent(0, second));
        assertEquals(59, LoopThread.percent(59, second));
        assertEquals(30, LoopThread.percent(60, 2 * second));
        assertEquals(100, LoopThread.percent(101, second));
        assertEquals(100, LoopThread.percent(0, 0));
    }

    @Test
    @Timeout(30)
    @EnabledOnOs(OS.LINUX)
    void oneThatOnlyWaitsIsNotBusyAfterALook() throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread.ofPlatform().name("loop-thread").start(() -> {
            try {
                there.countDown();
                end.await();
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        there.await();
        try (LoopThread thread = LoopThread.of("loop-thread")) {
            assertEquals(100, thread.busyPercent());
            Thread.sleep(100);
            thread.look();
            assertTrue(thread.busyPercent() < 50, () -> "busy: " + thread.busyPercent());
            assertTrue(thread.processor() >= 0);
        } finally {
            end.countDown();
        }
    }
}
