package org.mainmemory.core.loop;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.BufferPool;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.task.Inbox;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.TaskQueue;
import org.mainmemory.core.task.Timer;
import org.mainmemory.core.task.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that runs tasks and waits for sockets, timers and messages in one place. {@link LoopGroup} makes loops.
 *
 * <p>The duty cycle is {@link #turn}. A turn takes each task that was waiting when it began one step further, so a task
 * that always wants another step delays a ready socket by the length of its step and no more. How other threads wake a
 * sleeping loop is {@link Doorbell}'s subject.
 *
 * <p>A loop owns the direct buffers that its connections read into and write from, one pair for all of them, and the
 * pool of blocks for what has to be kept between turns.
 *
 * <p>Only {@link #post}, {@link #call}, {@link #executor}, {@link #index}, {@link #counters} and {@link #isLoopThread}
 * may be called by other threads.
 */
public final class EventLoop {

    /** Capacity of {@link #input}, in bytes. */
    public static final int INPUT_BYTES = 64 << 10;

    /** Capacity of {@link #output}, in bytes. */
    public static final int OUTPUT_BYTES = 64 << 10;

    /** What may be set aside of input, and of output, till the turn ends, in bytes; it is not part of the capacity. */
    public static final int ASIDE_BYTES = 16 << 10;

    /** What a connection may leave unread where that is bounded, in bytes; the least bound for a loop. */
    public static final int BOUNDED_INPUT_BYTES = 16 << 10;

    private static final long RESIDENTS_STAY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final int index;
    private final Thread thread;
    private final Selector selector;
    private final Consumer<SelectionKey> collector = this::collect;
    private final TaskQueue queue = new TaskQueue();
    private final Inbox inbox = new Inbox();
    private final Doorbell bell = new Doorbell();
    private final Timers timers = new Timers();
    private final LoopCounters counters = new LoopCounters();
    private final InputBuffer input = new InputBuffer(INPUT_BYTES, ASIDE_BYTES);
    private final OutputBuffer output = new OutputBuffer(OUTPUT_BYTES, ASIDE_BYTES);
    private final BufferPool buffers = new BufferPool();
    private final Residents residents = new Residents();
    private final Runnable onFailure;
    private final LoopLocals locals = new LoopLocals();
    private final TurnEnd turnEnd = new TurnEnd(counters);
    private long nowNanos = System.nanoTime();
    private boolean stopping;

    /** The virtual thread that this loop's thread carries. Plain: others may read it late, but none is ever it. */
    private @Nullable Thread mounted;

    /** A loop that calls {@code onFailure}, on its own thread, if it must stop for want of a working selector. */
    EventLoop(int index, String name, Runnable onFailure) throws IOException {
        this.index = index;
        this.onFailure = onFailure;
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform().name(name).daemon(false).unstarted(this::run);
    }

    /** Position in the loop's group, from 0: the index of whatever a protocol keeps per loop. */
    public int index() {
        return index;
    }

    /** {@link System#nanoTime()} as read at the start of this turn, after the loop had slept. */
    public long nowNanos() {
        return nowNanos;
    }

    /** Runs a step of {@code task} soon, in the next turn at the latest; does nothing if it waits for one already. */
    public void execute(Task task) {
        assert isLoopThread() : "execute() is for the loop's own thread";
        queue.add(task);
    }

    /**
     * Runs a step of {@code task} on this loop soon; several posts before it runs are one. Any thread. What the caller
     * did before is visible to that step.
     *
     * @return false if the loop has stopped and the task will not run
     */
    public boolean post(Task task) {
        if (!inbox.post(task)) {
            return false;
        }
        if (bell.mustRing()) {
            selector.wakeup();
        }
        return true;
    }

    /** The loop's timers; what is due is executed in the turn that finds it so, a millisecond late or two. */
    public Timers timers() {
        return timers;
    }

    /**
     * Executes {@code task} whenever {@code channel} is ready for one of {@code ops}, again and again while it is.
     * The task is the key's attachment; which of {@code ops} it was, {@link ChannelTask#takeReadyOps} answers.
     */
    public SelectionKey register(SelectableChannel channel, int ops, ChannelTask task) throws ClosedChannelException {
        return channel.register(selector, ops, task);
    }

    /** Where connections read into. Between two tasks meaningless but for what is set aside until the turn ends. */
    public InputBuffer input() {
        return input;
    }

    /** Where connections write from. Between two tasks it is empty but for what is set aside until the turn ends. */
    public OutputBuffer output() {
        return output;
    }

    /** Blocks for what a connection has to keep from one turn to another. Other threads may read its figures. */
    public BufferPool buffers() {
        return buffers;
    }

    /** Bounds what connections keep between turns, all together, and what one may leave unread. Before the start. */
    public void boundKept(long bytes) {
        buffers.limitTo(Math.max(BOUNDED_INPUT_BYTES, bytes));
        input.limitTo(BOUNDED_INPUT_BYTES);
    }

    /** What the loop counts. Any thread may read. */
    public LoopCounters counters() {
        return counters;
    }

    /** Whether the caller is this loop's thread, or a virtual thread that it carries. */
    public boolean isLoopThread() {
        Thread caller = Thread.currentThread();
        return caller == thread || caller == mounted;
    }

    /**
     * Notes which virtual thread this loop's thread carries from now on, null for none. For schedulers of virtual
     * threads that run on this loop for life; called by the loop's own thread.
     */
    public void setMounted(@Nullable Thread virtual) {
        mounted = virtual;
    }

    /**
     * Runs {@code action} as a task on this loop. Any thread. The future completes on this loop; what depends on it
     * comes back to the caller's loop with {@code thenAcceptAsync(..., callersLoop.executor())}, and a fiber simply
     * waits for it. To any loop of a group: {@code group.next().call(action)}.
     *
     * @return the result, or what {@code action} threw, or a {@link RejectedExecutionException} if the loop has stopped
     */
    public <T extends @Nullable Object> CompletableFuture<T> call(Callable<T> action) {
        CallTask<T> task = new CallTask<>(action);
        if (!post(task)) {
            task.result().completeExceptionally(new RejectedExecutionException(this + " has stopped"));
        }
        return task.result();
    }

    /** This loop for whoever knows an {@link Executor}: each command is posted as a task. */
    public Executor executor() {
        return command -> {
            if (!post(new RunTask(command))) {
                throw new RejectedExecutionException(this + " has stopped");
            }
        };
    }

    /** Lets {@code resident} know when the loop stops. Loop thread. */
    public void addResident(Resident resident) {
        residents.add(resident);
    }

    /** Has {@code action} run behind the steps for sockets and behind those for others. Once; the loop's thread. */
    public void onTurnEnd(Runnable action) {
        turnEnd.set(action);
    }

    /** The values of this loop's {@link LoopLocal}s. */
    LoopLocals locals() {
        return locals;
    }

    Thread thread() {
        return thread;
    }

    @Nullable Thread mounted() {
        return mounted;
    }

    /** Whether it may be asleep, or on its way there. Any thread. */
    boolean isAsleep() {
        return bell.isAsleep();
    }

    /** Whether this is the loop's last turn: what a task leaves undone now is never done. */
    public boolean isStopping() {
        return stopping;
    }

    /** Starts the thread. Once. */
    void start() {
        thread.start();
    }

    /**
     * Ends the loop once no resident is busy, at the latest {@code limitNanos} from now. Any thread; also before
     * {@link #start}.
     */
    void stop(long limitNanos) {
        if (thread.getState() != Thread.State.NEW) {
            post(new Stopper(this, residents, System.nanoTime() + limitNanos));
        } else if (!stopping) {
            finish();
        }
    }

    /** Makes this turn the last but for those that residents need to leave. Loop thread. */
    void endTurns() {
        stopping = true;
    }

    /** Waits for the thread to end. */
    boolean join(long timeoutMillis) throws InterruptedException {
        if (thread.getState() != Thread.State.NEW) {
            thread.join(timeoutMillis);
        }
        return !thread.isAlive();
    }

    private void run() {
        try {
            while (!stopping) {
                turn();
            }
        } catch (Throwable failed) {
            // Also an Error: tasks' own are caught in step(), so this one is the selector's.
            counters.countFailure();
            log().error("{} cannot wait for its sockets and stops", thread.getName(), failed);
            onFailure.run();
        } finally {
            finish();
        }
    }

    private void turn() throws IOException {
        counters.turns++;
        collectReady();
        nowNanos = System.nanoTime();
        int ready = queue.size();
        counters.posts += inbox.drainTo(queue);
        expireTimers();
        int others = queue.size() - ready;
        // Sockets first, with all that they bring about: no time limit beats what has come in time.
        runQueued(ready);
        runQueued(others);
    }

    /**
     * Queues the tasks of ready channels, after a sleep if there is nothing else to do. They run later: the selector
     * holds locks while it calls {@link #collect}.
     */
    private void collectReady() throws IOException {
        if (!queue.isEmpty()) {
            selector.selectNow(collector);
        } else if (bell.lieDown(inbox)) {
            sleep();
            bell.getUp();
        } else {
            bell.getUp();
            selector.selectNow(collector);
        }
    }

    private void sleep() throws IOException {
        int ready;
        counters.sleeps++;
        if (timers.isEmpty()) {
            ready = selector.select(collector);
        } else {
            long millis = (timers.nanosToNext(nowNanos) + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
            ready = millis == 0 ? selector.selectNow(collector) : selector.select(collector, millis);
        }
        if (ready == 0) {
            // An interrupted thread cannot sleep in select; nobody has a reason to interrupt a loop.
            Thread.interrupted();
        }
    }

    private void collect(SelectionKey key) {
        ChannelTask task = (ChannelTask) key.attachment();
        task.addReadyOps(key.readyOps());
        queue.add(task);
    }

    private void expireTimers() {
        for (Timer due = timers.pollDue(nowNanos); due != null; due = timers.pollDue(nowNanos)) {
            queue.add(due.task());
        }
    }

    private void runQueued(int count) {
        for (int steps = count; steps > 0; steps--) {
            Task task = queue.poll();
            assert task != null;
            step(task);
        }
        turnEnd.run();
    }

    private void step(Task task) {
        counters.steps++;
        try {
            if (task.run() == Step.AGAIN) {
                queue.add(task);
            }
        } catch (Throwable failed) {
            counters.countFailure();
            log().error("a task failed: {}", task, failed);
        }
    }

    /** Gives everybody a last turn, then lets go of what the loop holds. */
    private void finish() {
        stopping = true;
        if (!residents.isEmpty()) {
            seeOff();
        }
        inbox.close(queue);
        runQueued(queue.size());
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof ChannelTask task) {
                task.onLoopStop();
            }
        }
        if (!residents.isEmpty()) {
            runQueued(queue.size());
            residents.abandon();
        }
        buffers.close();
        try {
            selector.close();
        } catch (IOException failed) {
            log().error("{} cannot close its selector", thread.getName(), failed);
        }
    }

    /** Asks the residents to leave, and turns on until they are gone or have had their time. */
    private void seeOff() {
        Timer end = new Timer(new RunTask(() -> { }));
        timers.arm(end, System.nanoTime() + RESIDENTS_STAY_NANOS);
        residents.leave();
        try {
            while (end.isArmed() && !residents.isGone()) {
                turn();
            }
        } catch (Throwable failed) {
            log().error("{} cannot wait for those who leave", thread.getName(), failed);
        }
        timers.cancel(end);
    }

    @Override
    public String toString() {
        return thread.getName();
    }

    /** Asked for when there is something to say: a server that starts need not wait until logging has started. */
    private static Logger log() {
        return LoggerFactory.getLogger(EventLoop.class);
    }
}
