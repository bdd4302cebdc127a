package org.mainmemory.core.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;

/** Threads that post to a loop that sleeps in its selector, and wait for each task to have run. */
@Timeout(240)
class EventLoopStressTest {

    private static final int POSTERS = 3;
    private static final int ROUNDS = 30_000;

    @Test
    void wakesForEveryPost() throws Exception {
        LoopGroup loops = LoopGroup.open(1);
        loops.start();
        AtomicInteger runs = new AtomicInteger();
        List<Thread> posters = new ArrayList<>();
        for (int i = 0; i < POSTERS; i++) {
            posters.add(Thread.ofPlatform().start(() -> pingPong(loops.loop(0), runs)));
        }
        for (Thread poster : posters) {
            poster.join();
        }
        assertEquals(POSTERS * ROUNDS, runs.get());
        loops.stop();
        assertTrue(loops.join(Duration.ofSeconds(30)));
        assertEquals(POSTERS * ROUNDS + 1, loops.sum(LoopCounters::posts), "each post once, and the one that stops");
    }

    private static void pingPong(EventLoop loop, AtomicInteger runs) {
        Semaphore pong = new Semaphore(0);
        Task ping = new Task() {
            @Override
            public Step run() {
                runs.incrementAndGet();
                pong.release();
                return Step.DONE;
            }
        };
        for (int i = 0; i < ROUNDS; i++) {
            loop.post(ping);
            pong.acquireUninterruptibly();
        }
    }
}
