package org.mainmemory.core.loop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.mainmemory.core.task.Timers;

/**
 * The loops of a process, or of one server in it. Their threads are named {@code mmem-loop-0} and so on and keep the
 * process alive until they are stopped. If one of them fails, all stop: what lives on them belongs together.
 *
 * <p>Any thread may call anything here.
 */
public final class LoopGroup {

    /** What the names of loops' threads begin with; a loop's index follows. */
    public static final String THREAD_NAME_PREFIX = "mmem-loop-";

    private final List<EventLoop> loops;
    private final AtomicInteger turns = new AtomicInteger();
    private boolean started;
    private boolean stopped;

    private volatile Runnable onFailure = () -> { };

    private LoopGroup(int count) throws IOException {
        List<EventLoop> opened = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                opened.add(new EventLoop(i, THREAD_NAME_PREFIX + i, this::fail));
            }
        } catch (IOException failed) {
            opened.forEach(loop -> loop.stop(0));
            throw failed;
        }
        loops = List.copyOf(opened);
    }

    /**
     * Makes {@code count} loops, not started.
     *
     * @throws IOException if the system has no selector for one
     */
    public static LoopGroup open(int count) throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException(count + " loops");
        }
        return new LoopGroup(count);
    }

    /** Runs {@code reaction}, which must not wait, on the thread of a loop that fails, when the others are told. */
    public void onFailure(Runnable reaction) {
        onFailure = reaction;
    }

    private void fail() {
        stop();
        onFailure.run();
    }

    /** How many loops there are. */
    public int size() {
        return loops.size();
    }

    /** The loop with {@link EventLoop#index} {@code index}. */
    public EventLoop loop(int index) {
        return loops.get(index);
    }

    /** All loops, in order of their index. */
    public List<EventLoop> loops() {
        return loops;
    }

    /** The loops one after another, round and round. */
    public EventLoop next() {
        return loops.get(Math.floorMod(turns.getAndIncrement(), loops.size()));
    }

    /** One counter's sum over all loops. */
    public long sum(ToLongFunction<LoopCounters> counter) {
        long sum = 0;
        for (EventLoop loop : loops) {
            sum += counter.applyAsLong(loop.counters());
        }
        return sum;
    }

    /** Starts the threads. A second call does nothing; one after {@link #stop} throws. */
    public synchronized void start() {
        if (stopped) {
            throw new IllegalStateException("the loops are stopped");
        }
        if (!started) {
            started = true;
            loops.forEach(EventLoop::start);
        }
    }

    /** Asks the loops to end: each finishes its turn and closes what is still registered. Does not wait. */
    public void stop() {
        stop(Duration.ZERO);
    }

    /**
     * Asks each loop to end as soon as its residents, which is to say its fibers, are done, and at the latest after
     * {@code limit}; those left then are interrupted. Does not wait. A second call, with a shorter limit, hurries.
     */
    public synchronized void stop(Duration limit) {
        stopped = true;
        loops.forEach(loop -> loop.stop(Timers.nanos(limit)));
    }

    /** Waits until all threads have ended, and answers whether they have within {@code limit}. Not on a loop. */
    public boolean join(Duration limit) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + Timers.nanos(limit);
        boolean ended = true;
        for (EventLoop loop : loops) {
            long millis = Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
            ended &= loop.join(millis);
        }
        return ended;
    }

    /** Waits until all threads have ended. Not on a loop. */
    public void join() throws InterruptedException {
        for (EventLoop loop : loops) {
            loop.join(0);
        }
    }
}
