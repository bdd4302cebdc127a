package org.mainmemory.core.fiber;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sequential code on an event loop: a task with a stack. It is a virtual thread whose scheduler is the loop, so it runs
 * on the loop's own thread, between other tasks, from one wait to the next; between two waits nothing else of its loop
 * happens. It lives on that loop for life.
 *
 * <p>Whatever parks a virtual thread parks a fiber and lets the loop go on: the calls here, those of
 * {@link FiberConnection} and {@link Channel}, and the JDK's own locks, semaphores, conditions, futures and queues.
 * What computes without a wait holds the loop up, and so do reading a file or looking up a host name: let
 * {@link #pause} in now and then, or leave such work to a thread of yours and {@link #await} its future.
 *
 * <h2>How it runs</h2>
 * The JDK hands the thread's continuation to the fiber whenever the thread can run: when it starts, and after each
 * unpark. From the loop's own thread that puts the fiber into the loop's queue, from any other it posts it; the step of
 * the task is the continuation. A fiber that is woken by its connection or by its deadline is not queued a second time:
 * {@link #resumeNow} takes the continuation as it comes and runs it at once.
 */
public final class Fiber extends Task {

    /** Without a limit, where a limit in nanoseconds is asked for. */
    static final long FOREVER = Long.MAX_VALUE;

    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Every fiber that has begun and not ended. A thread local would take 100 bytes more of each. */
    private static final ConcurrentHashMap<Thread, Fiber> LIVING = new ConcurrentHashMap<>();

    /** Neighbours in the list of {@link LoopFibers}. */
    @Nullable Fiber before;
    @Nullable Fiber after;

    private final EventLoop loop;
    private final Thread thread;
    private final FiberBody body;
    private final boolean daemon;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    /** What the JDK gave us to run; the same object each time. */
    private @Nullable Runnable continuation;

    /** Rings when the limit of a wait has passed; made for the first wait that has one. */
    private @Nullable Timer alarm;

    /** The innermost that is on. */
    @Nullable TimeLimit timeLimit;

    private boolean begun;
    /** Whether the wait that is on has a limit, and whether that has passed. */
    private boolean limited;
    private boolean late;
    private boolean grabbing;
    private boolean grabbed;

    Fiber(EventLoop loop, String name, boolean daemon, FiberBody body) {
        this.loop = loop;
        this.body = body;
        this.daemon = daemon;
        this.thread = VirtualThreads.unstarted(name, this::submit, this::live);
    }

    /**
     * Starts a fiber on {@code loop}. Any thread, fibers of other loops too. A graceful stop of the loop waits for it.
     *
     * @throws RejectedExecutionException if the loop has stopped
     * @throws UnsupportedOperationException if the JVM has no fibers; the message says which option it wants
     */
    public static Fiber start(EventLoop loop, String name, FiberBody body) {
        return new Fiber(loop, name, false, body).enqueue();
    }

    /** As {@link #start}, for what goes on as long as the loop does: a graceful stop does not wait for it. */
    public static Fiber startDaemon(EventLoop loop, String name, FiberBody body) {
        return new Fiber(loop, name, true, body).enqueue();
    }

    /** Starts a fiber that has a result: what {@code body} answers, or the exception that it throws. Any thread. */
    public static <T extends @Nullable Object> CompletableFuture<T> call(
            EventLoop loop, String name, Callable<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Fiber fiber = start(loop, name, () -> {
            try {
                result.complete(body.call());
            } catch (Exception failed) {
                result.completeExceptionally(failed);
            }
        });
        // It has been completed already, unless the body failed badly or never ran.
        var _ = fiber.end.whenComplete((ended, failed) -> result.completeExceptionally(
                failed == null ? new CancellationException() : failed));
        return result;
    }

    /** Why {@link #start} cannot work in this JVM, and which option it lacks; empty if it can. */
    public static String obstacle() {
        return VirtualThreads.obstacle();
    }

    /** The fiber that the caller is; throws {@link IllegalStateException} if it is none. */
    public static Fiber current() {
        Fiber fiber = LIVING.get(Thread.currentThread());
        if (fiber == null) {
            throw new IllegalStateException("not on a fiber");
        }
        return fiber;
    }

    /** Lets the loop run everything else that can run, then goes on. */
    @SuppressWarnings("ThreadPriorityCheck") // The scheduler relied on is the loop.
    public static void pause() {
        current();
        Thread.yield();
    }

    /** Waits for {@code time}. */
    public static void sleep(Duration time) throws InterruptedException {
        Fiber fiber = current();
        fiber.limit(nanos(time));
        try {
            while (!fiber.isLate()) {
                fiber.park();
            }
        } finally {
            fiber.unlimit();
        }
    }

    /** Waits for {@code future} and answers its result. Fibers only: a task would hold its loop up. */
    public static <T extends @Nullable Object> T await(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException {
        current();
        return future.get();
    }

    /**
     * Waits for {@code future} for at most {@code limit} and answers its result. Fibers only.
     *
     * @throws TimeoutException if it is not complete by then; it goes on all the same
     */
    public static <T extends @Nullable Object> T await(CompletableFuture<T> future, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        Fiber fiber = current();
        if (future.isDone()) {
            return future.get();
        }
        try {
            // Not an action on the future: that would stay with it when the limit has passed.
            return new TimeLimit(fiber, nanos(limit)).call(future::get);
        } catch (InterruptedException | ExecutionException | TimeoutException | RuntimeException expected) {
            throw expected;
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Runs {@code body} on the calling fiber and interrupts what it waits for, whatever that is, once {@code limit} has
     * passed. May be nested.
     *
     * @throws TimeoutException if {@code body} ended because of that
     */
    public static <T extends @Nullable Object> T within(Duration limit, Callable<T> body) throws Exception {
        return new TimeLimit(current(), nanos(limit)).call(body);
    }

    /** Makes the wait that the fiber is in, or its next one, end with an {@link InterruptedException}. Any thread. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Waits for the fiber's end, however it ends. For fibers and plain threads; a task would hold its loop up. */
    public void join() throws InterruptedException {
        try {
            end.get();
        } catch (ExecutionException | CancellationException ended) {
            // However it ends.
        }
    }

    /** Waits for the fiber's end for at most {@code limit}; answers whether it came. As {@link #join()}. */
    public boolean join(Duration limit) throws InterruptedException {
        try {
            if (!LIVING.containsKey(Thread.currentThread())) {
                end.get(nanos(limit), TimeUnit.NANOSECONDS);
            } else {
                await(end, limit);
            }
        } catch (ExecutionException | CancellationException ended) {
            // However it ends.
        } catch (TimeoutException late) {
            return false;
        }
        return true;
    }

    /** Complete when the fiber has ended: with an exception if its body threw one or never ran. */
    public CompletableFuture<@Nullable Void> end() {
        return end;
    }

    /** The loop that it lives on. */
    public EventLoop loop() {
        return loop;
    }

    /** Whether a graceful stop does not wait for it. */
    public boolean isDaemon() {
        return daemon;
    }

    /** The virtual thread that the fiber is: for its name and its stack. */
    public Thread thread() {
        return thread;
    }

    @Override
    public String toString() {
        return "fiber " + thread.getName() + " on " + loop;
    }

    /** Begins, or goes on to the next wait. By the loop, or by its thread in a task's step. */
    @Override
    public Step run() {
        if (begun) {
            carry();
        } else if (loop.isStopping()) {
            end.completeExceptionally(new CancellationException("the loop stops"));
        } else {
            begun = true;
            LoopFibers.on(loop).add(this);
            grabbing = true;
            thread.start();
            grabbing = false;
            carry();
        }
        return Step.PARKED;
    }

    /**
     * Ends the fiber's wait, if it is in one, and runs it at once to its next; answers false if it was to run anyhow,
     * as it will be soon. By the loop's thread in a task's step.
     */
    boolean resumeNow() {
        grabbed = false;
        grabbing = true;
        LockSupport.unpark(thread);
        grabbing = false;
        if (grabbed) {
            carry();
        }
        return grabbed;
    }

    /** Ends the wait that the fiber is in, or its next one. Any thread. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Ends the fiber before its first step, which then does not come. */
    void cancelBeforeBegin() {
        end.completeExceptionally(new CancellationException("the connection was closed"));
    }

    /** Ends the fiber for everybody else, as its loop does not run it any more. By the loop's thread. */
    void leaveBehind() {
        LIVING.remove(thread);
        end.completeExceptionally(new CancellationException("left behind by its loop"));
    }

    /** Waits until woken; may end for no reason. By the fiber itself. */
    void park() throws InterruptedException {
        LockSupport.park(this);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Has the fiber woken, and {@link #isLate}, {@code nanos} from now, until {@link #unlimit}. By the fiber. */
    void limit(long nanos) {
        late = nanos <= 0;
        limited = !late && nanos != FOREVER;
        if (limited) {
            if (alarm == null) {
                alarm = new Timer(new Alarm());
            }
            // Not the turn's time: a fiber may have computed for long since.
            loop.timers().arm(alarm, System.nanoTime() + nanos);
        }
    }

    boolean isLate() {
        return late;
    }

    void unlimit() {
        if (limited) {
            limited = false;
            loop.timers().cancel(alarm);
        }
    }

    /** In nanoseconds; {@link #FOREVER} if that is more than a timer can be armed for. */
    static long nanos(Duration limit) {
        return limit.compareTo(LONGEST) < 0 ? limit.toNanos() : FOREVER;
    }

    private Fiber enqueue() {
        if (loop.isLoopThread()) {
            loop.execute(this);
        } else if (!loop.post(this)) {
            throw new RejectedExecutionException(loop + " has stopped");
        }
        return this;
    }

    /** The scheduler of the virtual thread. Any thread; the JDK makes sure that there is one call a wake-up. */
    private void submit(Runnable runnable) {
        continuation = runnable;
        if (!loop.isLoopThread()) {
            // If the loop has stopped, the fiber was left behind. That is no failure of who wakes it.
            loop.post(this);
        } else if (grabbing) {
            grabbed = true;
        } else {
            loop.execute(this);
        }
    }

    private void carry() {
        Runnable runnable = continuation;
        assert runnable != null;
        loop.setMounted(thread);
        try {
            runnable.run();
        } finally {
            loop.setMounted(null);
        }
    }

    /** What the virtual thread runs. */
    private void live() {
        LIVING.put(thread, this);
        Throwable failure = null;
        try {
            body.run();
        } catch (InterruptedException | CancellationException ended) {
            log().debug("{} was interrupted", this);
        } catch (Throwable failed) {
            failure = failed;
            loop.counters().countFailure();
            log().error("{} failed", this, failed);
        }
        LoopFibers.on(loop).remove(this);
        LIVING.remove(thread);
        if (failure == null) {
            end.complete(null);
        } else {
            end.completeExceptionally(failure);
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Fiber.class);
    }

    /** Wakes the fiber because its limit has passed, unless it was for a wait that has ended meanwhile. */
    private final class Alarm extends Task {
        @Override
        public Step run() {
            if (limited && System.nanoTime() - alarm.deadlineNanos() >= 0) {
                late = true;
                resumeNow();
            }
            return Step.DONE;
        }
    }
}
