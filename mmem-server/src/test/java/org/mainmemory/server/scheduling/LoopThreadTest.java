package org.mainmemory.server.scheduling;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LoopThreadTest {

    @Test
    void hasTimeIfItRunsLessThanSixtyOfAHundred() {
        long second = TimeUnit.SECONDS.toNanos(1);
        assertTrue(LoopThread.hasTime(0, second));
        assertTrue(LoopThread.hasTime(59, second));
        assertFalse(LoopThread.hasTime(60, second));
        assertTrue(LoopThread.hasTime(60, 2 * second));
        assertFalse(LoopThread.hasTime(100, second));
        assertFalse(LoopThread.hasTime(0, 0));
    }

    @Test
    @Timeout(30)
    @EnabledOnOs(OS.LINUX)
    void oneThatOnlyWaitsHasTimeAfterALook() throws Exception {
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
            assertFalse(thread.hasTime());
            Thread.sleep(20);
            thread.look();
            assertTrue(thread.hasTime());
            assertTrue(thread.processor() >= 0);
        } finally {
            end.countDown();
        }
    }
}
