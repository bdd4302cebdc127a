package org.mainmemory.core.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.task.Timers;
import org.slf4j.LoggerFactory;

/**
 * Tells when one step of a task holds a loop up for too long, and shows the stack of what does.
 *
 * <p>It watches from a thread of its own, the only one in the framework that is no loop: a loop that is held up cannot
 * look at itself. The thread does no work of the server's, and the loops do nothing for it: it reads their counters
 * four times in each limit. There is none unless somebody asks for it. Where the machine has more to run than it has
 * processors, it may also blame a loop for not having had one.
 */
public final class StallDetector implements AutoCloseable {

    /** A step that a person could notice, and several thousand requests could have been served in. */
    public static final Duration USUAL_LIMIT = Duration.ofMillis(50);

    private static final long LEAST_NANOS = 1_000_000;

    private final long limitNanos;
    private final Consumer<Stall> report;
    private final List<Watched> watched = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    private StallDetector(LoopGroup loops, Duration limit, Consumer<Stall> report) {
        this.limitNanos = Timers.nanos(limit);
        if (limitNanos < LEAST_NANOS) {
            throw new IllegalArgumentException("a limit of " + limit + ", less than a millisecond");
        }
        this.report = report;
        loops.loops().forEach(loop -> watched.add(new Watched(loop)));
        this.thread = Thread.ofPlatform().name("mmem-stall-detector").daemon().unstarted(this::run);
    }

    /**
     * Watches {@code loops} for steps longer than {@code limit} and logs them as warnings, until it is closed or all of
     * them have ended.
     *
     * @throws IllegalArgumentException if {@code limit} is less than a millisecond
     */
    public static StallDetector watch(LoopGroup loops, Duration limit) {
        return watch(loops, limit, StallDetector::log);
    }

    /** As {@link #watch(LoopGroup, Duration)}, with another way to tell; once a step, on the detector's thread. */
    public static StallDetector watch(LoopGroup loops, Duration limit, Consumer<Stall> report) {
        StallDetector detector = new StallDetector(loops, limit, report);
        detector.thread.start();
        return detector;
    }

    /** Stops watching. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed && !watched.stream().allMatch(Watched::hasEnded)) {
            LockSupport.parkNanos(this, limitNanos / 4);
            long nowNanos = System.nanoTime();
            for (Watched one : watched) {
                Stall stall = one.look(nowNanos, limitNanos);
                if (stall != null) {
                    tell(stall);
                }
            }
        }
    }

    private void tell(Stall stall) {
        try {
            report.accept(stall);
        } catch (RuntimeException failed) {
            LoggerFactory.getLogger(StallDetector.class).error("a stall could not be told", failed);
        }
    }

    private static void log(Stall stall) {
        StringBuilder text = new StringBuilder();
        stall.stack().forEach(frame -> text.append("\n\tat ").append(frame));
        LoggerFactory.getLogger(StallDetector.class).warn("{} has been held up for {} ms by {}{}",
                stall.loop(), stall.held().toMillis(), stall.thread().getName(), text);
    }

    /**
     * A step that takes too long.
     *
     * @param loop the loop that it holds up
     * @param held for how long at least
     * @param thread the loop's own, or the fiber that it runs
     * @param stack what the thread is doing, innermost first
     */
    public record Stall(EventLoop loop, Duration held, Thread thread, List<StackTraceElement> stack) {
    }

    /** A loop, and the step that it was last seen at. */
    private static final class Watched {
        private final EventLoop loop;
        private long steps = -1;
        private long sinceNanos;
        private boolean told;

        Watched(EventLoop loop) {
            this.loop = loop;
        }

        boolean hasEnded() {
            return loop.thread().getState() == Thread.State.TERMINATED;
        }

        @Nullable Stall look(long nowNanos, long limitNanos) {
            long seen = loop.counters().steps();
            if (seen != steps || loop.isAsleep() || !loop.thread().isAlive()) {
                steps = seen;
                sinceNanos = nowNanos;
                told = false;
                return null;
            }
            if (told || nowNanos - sinceNanos < limitNanos) {
                return null;
            }
            told = true;
            Thread mounted = loop.mounted();
            Thread culprit = mounted == null ? loop.thread() : mounted;
            return new Stall(loop, Duration.ofNanos(nowNanos - sinceNanos), culprit, List.of(culprit.getStackTrace()));
        }
    }
}
