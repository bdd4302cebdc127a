package org.mainmemory.core.fiber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.loop.OnLoop;

@Timeout(60)
class FiberTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(5);

    private LoopGroup loops;
    private EventLoop loop;
    private EventLoop other;

    @BeforeEach
    void start() throws Exception {
        loops = LoopGroup.open(2);
        loop = loops.loop(0);
        other = loops.loop(1);
        loops.start();
    }

    @AfterEach
    void stop() throws Exception {
        loops.stop();
        assertTrue(loops.join(LONG));
    }

    @Test
    void runsOnItsLoop() throws Exception {
        assertTrue(on(loop, () -> loop.isLoopThread() && !other.isLoopThread()));
        assertTrue(on(loop, () -> Thread.currentThread().isVirtual()));
        assertEquals("a name", on(loop, () -> Fiber.current().thread().getName()));
        assertThrows(IllegalStateException.class, Fiber::current);
        assertFalse(OnLoop.call(loop, () -> Thread.currentThread().isVirtual()));
    }

    @Test
    void staysOnItsLoopWhoeverWakesIt() throws Exception {
        Semaphore semaphore = new Semaphore(0);
        CompletableFuture<Boolean> same = Fiber.call(loop, "waits", () -> {
            boolean always = true;
            for (int i = 0; i < 300; i++) {
                semaphore.acquire();
                always &= loop.isLoopThread();
            }
            return always;
        });
        for (int i = 0; i < 100; i++) {
            semaphore.release();
            on(other, () -> {
                semaphore.release();
                return true;
            });
            OnLoop.call(loop, () -> {
                semaphore.release();
                return true;
            });
        }
        assertTrue(same.get());
    }

    @Test
    void tellsItsResultOrItsFailure() throws Exception {
        assertEquals(7, on(loop, () -> 7));
        ExecutionException failed = assertThrows(ExecutionException.class, () -> on(loop, () -> {
            throw new IllegalArgumentException("on purpose");
        }));
        assertInstanceOf(IllegalArgumentException.class, failed.getCause());
        assertEquals(0, loops.sum(LoopCounters::failures), "told, not logged");
        Fiber fiber = Fiber.start(loop, "fails", () -> {
            throw new IllegalStateException("thrown by a test on purpose");
        });
        fiber.join();
        assertTrue(fiber.end().isCompletedExceptionally());
        assertEquals(1, loops.sum(LoopCounters::failures));
        assertEquals(1, on(loop, () -> 1), "the loop lives");
    }

    @Test
    void sleepsAndLetsOthersRun() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Fiber late = Fiber.start(loop, "late", () -> {
            long start = System.nanoTime();
            Fiber.sleep(Duration.ofMillis(20));
            assertTrue(System.nanoTime() - start >= 20_000_000);
            order.add("late");
        });
        Fiber.start(loop, "early", () -> order.add("early"));
        late.join();
        assertFalse(late.end().isCompletedExceptionally());
        assertEquals(List.of("early", "late"), order);
    }

    @Test
    void pausesForOthersThatCanRun() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(2);
        OnLoop.call(loop, () -> {
            for (String name : List.of("a", "b")) {
                Fiber.start(loop, name, () -> {
                    for (int i = 0; i < 3; i++) {
                        order.add(name);
                        Fiber.pause();
                    }
                    done.countDown();
                });
            }
            return true;
        });
        done.await();
        assertEquals(List.of("a", "b", "a", "b", "a", "b"), order);
    }

    @Test
    void joinsFibersOfItsLoopAndOfOthers() throws Exception {
        for (EventLoop where : loops.loops()) {
            assertTrue(on(loop, () -> {
                Fiber sleeper = Fiber.start(where, "sleeper", () -> Fiber.sleep(LONG));
                assertFalse(sleeper.join(SHORT));
                sleeper.interrupt();
                assertTrue(sleeper.join(LONG));
                sleeper.join();
                return sleeper.end().isDone();
            }));
        }
    }

    @Test
    void aWaitThatIsInterruptedEndsAndTheNextDoesNot() throws Exception {
        Semaphore waiting = new Semaphore(0);
        CompletableFuture<Fiber> self = new CompletableFuture<>();
        CompletableFuture<Boolean> result = Fiber.call(loop, "interrupted", () -> {
            self.complete(Fiber.current());
            assertThrows(InterruptedException.class, waiting::acquire);
            Fiber.sleep(SHORT);
            return true;
        });
        self.get().interrupt();
        assertTrue(result.get());
    }

    @Test
    void awaitsAFutureForSoLong() throws Exception {
        assertTrue(on(loop, () -> {
            CompletableFuture<String> future = new CompletableFuture<>();
            assertThrows(TimeoutException.class, () -> Fiber.await(future, SHORT));
            assertThrows(TimeoutException.class, () -> Fiber.await(future, Duration.ZERO));
            Fiber.start(other, "answers", () -> {
                Fiber.sleep(SHORT);
                future.complete("answer");
            });
            return Fiber.await(future, LONG).equals("answer") && Fiber.await(future).equals("answer");
        }));
    }

    @Test
    void aLimitEndsWhateverWaits() throws Exception {
        assertTrue(on(loop, () -> {
            assertEquals(1, Fiber.within(LONG, () -> 1));
            assertThrows(TimeoutException.class, () -> Fiber.within(SHORT, () -> {
                new Semaphore(0).acquire();
                return true;
            }));
            assertThrows(TimeoutException.class, () -> Fiber.within(LONG, () -> Fiber.within(SHORT, () -> {
                Fiber.sleep(LONG);
                return true;
            })));
            Fiber.sleep(SHORT);
            return !Thread.interrupted();
        }));
        assertTrue(OnLoop.call(loop, () -> loop.timers().isEmpty()), "no timer is left armed");
    }

    @Test
    void aLimitThatPassesAsTheBodyEndsLeavesNoInterrupt() throws Exception {
        assertTrue(on(loop, () -> {
            Thread self = Thread.currentThread();
            int one = Fiber.within(SHORT, () -> {
                while (!self.isInterrupted()) {
                    Fiber.pause();
                }
                return 1;
            });
            return one == 1 && !Thread.interrupted();
        }));
    }

    @Test
    void aLimitThatPassesAsItsWaitEndsIsNotTheNextWaits() throws Exception {
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        CompletableFuture<Boolean> second = new CompletableFuture<>();
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Boolean> both = Fiber.call(loop, "waits twice", () -> {
            waiting.countDown();
            return Fiber.await(first, Duration.ofSeconds(1)) && Fiber.await(second, LONG);
        });
        waiting.await();
        // In one turn the first future completes and the limit passes: the next runs the fiber, then its alarm.
        OnLoop.call(loop, () -> {
            Thread.sleep(1100);
            return first.complete(true);
        });
        OnLoop.call(loop, () -> true);
        OnLoop.call(loop, () -> second.complete(true));
        assertTrue(both.get());
    }

    @Test
    void anOuterLimitThatPassesTogetherWithAnInnerOneIsKept() throws Exception {
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        CompletableFuture<Boolean> outer = Fiber.call(loop, "within", () -> {
            assertThrows(TimeoutException.class, () -> Fiber.within(Duration.ofSeconds(1), () -> {
                assertThrows(TimeoutException.class, () -> Fiber.within(Duration.ofSeconds(1), () -> {
                    waiting.complete(true);
                    Fiber.sleep(LONG);
                    return true;
                }));
                Fiber.sleep(LONG);
                return true;
            }));
            return !Thread.currentThread().isInterrupted();
        });
        waiting.get();
        // Both limits pass in one turn.
        OnLoop.call(loop, () -> {
            Thread.sleep(1100);
            return true;
        });
        assertTrue(outer.get());
    }

    @Test
    void waitsThatAreInVainLeaveNothingBehind() throws Exception {
        CompletableFuture<Boolean> never = new CompletableFuture<>();
        assertTrue(on(loop, () -> {
            for (int i = 0; i < 3; i++) {
                assertThrows(TimeoutException.class, () -> Fiber.await(never, SHORT));
            }
            return true;
        }));
        assertEquals(0, never.getNumberOfDependents());
    }

    @Test
    void locksOfTheJdkParkTheFiberAlone() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        AtomicInteger inside = new AtomicInteger();
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(Fiber.call(loops.loop(i % 2), "locks", () -> {
                for (int round = 0; round < 50; round++) {
                    lock.lock();
                    try {
                        assertEquals(1, inside.incrementAndGet());
                        Fiber.pause();
                        inside.decrementAndGet();
                    } finally {
                        lock.unlock();
                    }
                }
                return true;
            }));
        }
        for (CompletableFuture<Boolean> one : all) {
            assertTrue(one.get());
        }
    }

    @Test
    void monitorsParkTheFiberAlone() throws Exception {
        Object monitor = new Object();
        CountDownLatch held = new CountDownLatch(1);
        CompletableFuture<Boolean> holder = Fiber.call(loop, "holds", () -> {
            synchronized (monitor) {
                held.countDown();
                Fiber.sleep(Duration.ofMillis(20));
            }
            return true;
        });
        held.await();
        CompletableFuture<Boolean> waiter = Fiber.call(loop, "waits", () -> {
            synchronized (monitor) {
                return !Thread.holdsLock(loop);
            }
        });
        assertEquals("free", OnLoop.call(loop, () -> "free"));
        assertTrue(holder.get() && waiter.get());
    }

    @Test
    void threadLocalsAreTheFibersOwn() throws Exception {
        ThreadLocal<String> local = ThreadLocal.withInitial(() -> "none");
        assertTrue(on(loop, () -> {
            local.set("mine");
            assertEquals("none", Fiber.await(Fiber.call(loop, "another", local::get)));
            return local.get().equals("mine");
        }));
        assertEquals("none", OnLoop.call(loop, local::get));
    }

    @Test
    void aStoppedLoopRefusesFibers() throws Exception {
        loops.stop();
        assertTrue(loops.join(LONG));
        assertThrows(RejectedExecutionException.class, () -> Fiber.start(loop, "late", () -> { }));
    }

    private static <T> T on(EventLoop loop, java.util.concurrent.Callable<T> body) throws Exception {
        return Fiber.call(loop, "a name", body).get();
    }
}
