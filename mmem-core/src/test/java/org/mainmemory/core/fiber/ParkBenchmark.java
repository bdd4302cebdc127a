package org.mainmemory.core.fiber;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.loop.OnLoop;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a wait of a fiber costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-opens", "java.base/java.lang=ALL-UNNAMED"})
public class ParkBenchmark {

    private static final int ROUNDS = 10_000;

    private LoopGroup loops;
    private Fiber sleeper;
    private boolean over;

    /** Starts a loop with a fiber on it that parks whenever it is woken. */
    @Setup
    public void start() throws Exception {
        loops = LoopGroup.open(1);
        loops.start();
        sleeper = Fiber.start(loops.loop(0), "sleeper", () -> {
            while (!over) {
                LockSupport.park();
            }
        });
        OnLoop.call(loops.loop(0), () -> true);
    }

    /** Stops the loop. */
    @TearDown
    public void stop() throws Exception {
        over = true;
        sleeper.wake();
        loops.stop(Duration.ofSeconds(1));
        loops.join();
    }

    /** As a connection with input does it: the fiber goes on at once, to its next wait. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public boolean resumeNow() throws Exception {
        return OnLoop.call(loops.loop(0), () -> {
            boolean all = true;
            for (int i = 0; i < ROUNDS; i++) {
                all &= sleeper.resumeNow();
            }
            return all;
        });
    }

    /** Through the loop's queue: two fibers that give way to each other. Half of it is the select between two turns. */
    @Benchmark
    @OperationsPerInvocation(2 * ROUNDS)
    public void pause() throws Exception {
        CountDownLatch done = new CountDownLatch(2);
        OnLoop.call(loops.loop(0), () -> {
            for (int fiber = 0; fiber < 2; fiber++) {
                Fiber.start(loops.loop(0), "pauses", () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        Fiber.pause();
                    }
                    done.countDown();
                });
            }
            return true;
        });
        done.await();
    }
}
