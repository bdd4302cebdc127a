package org.mainmemory.core.fiber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.LoopGroup;

@Timeout(60)
class FiberScopeTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private LoopGroup loops;

    @BeforeEach
    void start() throws Exception {
        loops = LoopGroup.open(1);
        loops.start();
    }

    @AfterEach
    void stop() throws Exception {
        loops.stop();
        assertTrue(loops.join(LONG));
        assertEquals(0, loops.sum(LoopCounters::failures));
    }

    @Test
    void joinsAll() throws Exception {
        assertEquals(42, onFiber(() -> {
            try (FiberScope scope = new FiberScope()) {
                CompletableFuture<Integer> six = scope.fork("six", () -> 6);
                CompletableFuture<Integer> seven = scope.fork("seven", () -> {
                    Fiber.sleep(Duration.ofMillis(5));
                    return 7;
                });
                scope.join();
                return six.get() * seven.get();
            }
        }));
    }

    @Test
    void aFailureEndsTheOthersAndIsTold() throws Exception {
        IOException reason = new IOException("on purpose");
        assertTrue(onFiber(() -> {
            CompletableFuture<Boolean> other;
            try (FiberScope scope = new FiberScope()) {
                other = scope.fork("sleeps", () -> {
                    Fiber.sleep(LONG);
                    return true;
                });
                var _ = scope.fork("fails", () -> {
                    throw reason;
                });
                assertSame(reason, assertThrows(ExecutionException.class, scope::join).getCause());
            }
            return other.isCompletedExceptionally();
        }));
    }

    @Test
    void leavingItEndsWhatIsInIt() throws Exception {
        assertTrue(onFiber(() -> {
            CompletableFuture<Boolean> inside = new CompletableFuture<>();
            assertThrows(TimeoutException.class, () -> Fiber.within(Duration.ofMillis(5), () -> {
                try (FiberScope scope = new FiberScope()) {
                    var _ = scope.fork("sleeps", () -> {
                        try {
                            Fiber.sleep(LONG);
                        } finally {
                            Fiber.pause();
                            inside.complete(true);
                        }
                        return true;
                    });
                    scope.join();
                }
                return true;
            }));
            return inside.isDone();
        }));
    }

    @Test
    void whatIsForkedTooLateIsCancelled() throws Exception {
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        CompletableFuture<Boolean> late = Fiber.call(loops.loop(0), "forks late", () -> {
            waiting.complete(true);
            assertThrows(InterruptedException.class, () -> Fiber.sleep(LONG));
            try (FiberScope scope = new FiberScope()) {
                CompletableFuture<Boolean> never = scope.fork("comes too late", () -> true);
                scope.join();
                return never.isCompletedExceptionally();
            }
        });
        waiting.get();
        loops.stop();
        assertTrue(late.get());
    }

    private <T> T onFiber(Callable<T> body) throws Exception {
        return Fiber.call(loops.loop(0), "test", body).get();
    }
}
