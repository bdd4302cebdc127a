package org.mainmemory.core.fiber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.loop.OnLoop;
import org.mainmemory.core.net.Client;
import org.mainmemory.core.net.TestServer;

@Timeout(60)
class FiberStopIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aStopWaitsForFibersThatAreAtWorkAndNotForIdleOnes(int loops) throws Exception {
        Semaphore go = new Semaphore(0);
        CountDownLatch working = new CountDownLatch(2);
        try (TestServer server = FiberConnectionIT.serve(loops, connection -> {
            for (String line = connection.readLine(); line != null; line = connection.readLine()) {
                working.countDown();
                go.acquire();
                connection.write(line + "\n");
            }
        }); Client idle = server.connect();
                Client one = server.connect();
                Client two = server.connect();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            one.send("one\n");
            two.send("two\n");
            working.await();
            Future<Boolean> stopped = thread.submit(() -> server.net().stop(LONG));
            idle.expectEnd();
            assertFalse(stopped.isDone());
            go.release(2);
            one.expect("one\n");
            two.expect("two\n");
            one.expectEnd();
            two.expectEnd();
            assertTrue(stopped.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whoIsNotDoneInTimeIsInterrupted(int loops) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        CountDownLatch working = new CountDownLatch(1);
        try (TestServer server = FiberConnectionIT.serve(loops, connection -> {
            working.countDown();
            try {
                Fiber.sleep(Duration.ofDays(1));
            } catch (InterruptedException interrupted) {
                end.complete("interrupted");
                throw interrupted;
            }
        }); Client client = server.connect()) {
            working.await();
            assertFalse(server.net().stop(Duration.ofMillis(20)));
            assertEquals("interrupted", end.get());
            client.expectEnd();
        }
    }

    @Test
    void aGroupWaitsForItsFibersButNotForDaemons() throws Exception {
        LoopGroup loops = LoopGroup.open(2);
        loops.start();
        CompletableFuture<String> daemon = new CompletableFuture<>();
        Fiber sleeper = Fiber.start(loops.loop(1), "short", () -> Fiber.sleep(Duration.ofMillis(50)));
        Fiber.startDaemon(loops.loop(0), "daemon", () -> {
            try {
                Fiber.sleep(Duration.ofDays(1));
            } finally {
                daemon.complete("ended");
            }
        });
        loops.stop(LONG);
        assertTrue(loops.join(LONG));
        assertTrue(sleeper.end().isDone() && !sleeper.end().isCompletedExceptionally());
        assertEquals("ended", daemon.get());
    }

    @Test
    void aSecondStopHurries() throws Exception {
        LoopGroup loops = LoopGroup.open(1);
        loops.start();
        Fiber fiber = Fiber.start(loops.loop(0), "long", () -> Fiber.sleep(Duration.ofDays(1)));
        loops.stop(Duration.ofDays(1));
        assertFalse(loops.join(Duration.ofMillis(20)));
        loops.stop(Duration.ZERO);
        assertTrue(loops.join(LONG));
        assertTrue(fiber.end().isDone());
    }

    @Test
    void whatFreesOthersOnTheWayOutIsDone() throws Exception {
        LoopGroup loops = LoopGroup.open(2);
        loops.start();
        Semaphore first = new Semaphore(0);
        Semaphore second = new Semaphore(0);
        Fiber helper = Fiber.start(loops.loop(0), "helper", () -> {
            try {
                first.acquire();
            } finally {
                second.release();
            }
        });
        // Nothing but the helper's last act ends this one.
        Fiber stubborn = Fiber.start(loops.loop(1), "stubborn", second::acquireUninterruptibly);
        loops.stop();
        assertTrue(loops.join(LONG));
        assertTrue(helper.end().isDone());
        assertTrue(stubborn.end().isDone() && !stubborn.end().isCompletedExceptionally());
    }

    @Test
    void whoeverWakesOneThatWasLeftBehindGoesOn() throws Exception {
        LoopGroup loops = LoopGroup.open(1);
        loops.start();
        Semaphore free = new Semaphore(0);
        Fiber fiber = Fiber.start(
                loops.loop(0), "left behind by a test on purpose", free::acquireUninterruptibly);
        while (!free.hasQueuedThreads()) {
            Thread.onSpinWait();
        }
        loops.stop();
        assertTrue(loops.join(LONG));
        free.release();
        assertThrows(CancellationException.class, fiber.end()::join);
    }

    @Test
    void whoDoesNotEndIsLeftBehind() throws Exception {
        LoopGroup loops = LoopGroup.open(1);
        loops.start();
        EventLoop loop = loops.loop(0);
        Semaphore never = new Semaphore(0);
        Fiber fiber = Fiber.start(loop, "left behind by a test on purpose", never::acquireUninterruptibly);
        assertEquals(List.of(), OnLoop.call(loop, List::of));
        loops.stop();
        assertTrue(loops.join(LONG));
        assertThrows(CancellationException.class, fiber.end()::join);
        assertThrows(Exception.class, () -> Fiber.start(loop, "late", () -> { }));
    }
}
