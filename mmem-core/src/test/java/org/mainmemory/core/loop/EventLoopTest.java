package org.mainmemory.core.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;

@Timeout(60)
class EventLoopTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private LoopGroup loops;
    private EventLoop loop;

    @BeforeEach
    void start() throws Exception {
        loops = LoopGroup.open(1);
        loop = loops.loop(0);
        loops.start();
    }

    @AfterEach
    void stop() throws Exception {
        loops.stop();
        assertTrue(loops.join(LONG));
    }

    @Test
    void aCallThatFailsBadlyHasAResult() throws Exception {
        AssertionError bad = new AssertionError("on purpose");
        CompletableFuture<Object> result = loop.call(() -> {
            throw bad;
        });
        assertSame(bad, assertThrows(ExecutionException.class, () -> result.get(30, TimeUnit.SECONDS)).getCause());
    }

    @Test
    void runsPostedTasksOnItsOwnThread() throws Exception {
        assertEquals("mmem-loop-0", OnLoop.call(loop, () -> Thread.currentThread().getName()));
        assertTrue(OnLoop.call(loop, loop::isLoopThread));
        assertFalse(loop.isLoopThread());
    }

    @Test
    void takesEveryTaskOneStepATurn() throws Exception {
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(2);
        OnLoop.call(loop, () -> {
            loop.execute(new StepsTask("a", 3, steps, done));
            loop.execute(new StepsTask("b", 3, steps, done));
            return true;
        });
        assertTrue(done.await(30, TimeUnit.SECONDS));
        assertEquals(List.of("a", "b", "a", "b", "a", "b"), steps);
    }

    /** Says AGAIN until it has made its steps. */
    private static final class StepsTask extends Task {
        private final String name;
        private final List<String> steps;
        private final CountDownLatch done;
        private int left;

        StepsTask(String name, int count, List<String> steps, CountDownLatch done) {
            this.name = name;
            this.left = count;
            this.steps = steps;
            this.done = done;
        }

        @Override
        public Step run() {
            steps.add(name);
            if (--left > 0) {
                return Step.AGAIN;
            }
            done.countDown();
            return Step.DONE;
        }
    }

    /** Always wants another step. */
    private static final class Greedy extends Task {
        private volatile boolean enough;

        @Override
        public Step run() {
            return enough ? Step.DONE : Step.AGAIN;
        }
    }

    @Test
    void aGreedyTaskStarvesNeitherChannelsNorTimersNorPosts() throws Exception {
        Greedy greedy = new Greedy();
        loop.post(greedy);
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        CompletableFuture<Integer> ready = new CompletableFuture<>();
        OnLoop.call(loop, () -> loop.register(pipe.source(), SelectionKey.OP_READ, new ReadyTask(pipe, ready)));
        pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
        assertEquals(SelectionKey.OP_READ, ready.get(30, TimeUnit.SECONDS));
        CountDownLatch due = new CountDownLatch(1);
        Timer timer = new Timer(OnLoop.task(due::countDown));
        OnLoop.call(loop, () -> {
            loop.timers().arm(timer, loop.nowNanos() + 5_000_000);
            return true;
        });
        assertTrue(due.await(30, TimeUnit.SECONDS));
        greedy.enough = true;
        pipe.sink().close();
    }

    /** Tells what its pipe was ready for, once. */
    private static final class ReadyTask extends ChannelTask {
        private final Pipe pipe;
        private final CompletableFuture<Integer> ready;

        ReadyTask(Pipe pipe, CompletableFuture<Integer> ready) {
            this.pipe = pipe;
            this.ready = ready;
        }

        @Override
        public Step run() {
            ready.complete(takeReadyOps());
            onLoopStop();
            return Step.DONE;
        }

        @Override
        protected void onLoopStop() {
            try {
                pipe.source().close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    @Test
    void closesWhatIsStillRegisteredWhenItStops() throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        CompletableFuture<Integer> never = new CompletableFuture<>();
        OnLoop.call(loop, () -> loop.register(pipe.source(), SelectionKey.OP_READ, new ReadyTask(pipe, never)));
        loops.stop();
        assertTrue(loops.join(LONG));
        assertFalse(pipe.source().isOpen());
        assertFalse(never.isDone());
        pipe.sink().close();
    }

    @Test
    void aTimerEndsTheSleepAndIsNeverEarly() throws Exception {
        CompletableFuture<Long> late = new CompletableFuture<>();
        OnLoop.call(loop, () -> {
            long deadline = loop.nowNanos() + 20_000_000;
            loop.timers().arm(new Timer(OnLoop.task(() -> late.complete(loop.nowNanos() - deadline))), deadline);
            return true;
        });
        assertTrue(late.get(30, TimeUnit.SECONDS) >= 0);
    }

    @Test
    void survivesATaskThatThrows() throws Exception {
        long before = loop.counters().failures();
        loop.post(OnLoop.task(() -> {
            throw new IllegalStateException("thrown by a test on purpose");
        }));
        loop.post(OnLoop.task(() -> {
            throw new StackOverflowError("thrown by a test on purpose");
        }));
        assertEquals(before + 2, OnLoop.call(loop, () -> loop.counters().failures()));
    }

    @Test
    void aTaskExecutedTwiceRunsOnce() throws Exception {
        int[] runs = {0};
        Task task = OnLoop.task(() -> runs[0]++);
        OnLoop.call(loop, () -> {
            loop.execute(task);
            loop.execute(task);
            return true;
        });
        assertEquals(1, OnLoop.call(loop, () -> runs[0]));
    }

    @Test
    void anInterruptDoesNotKeepItAwake() throws Exception {
        Thread thread = OnLoop.call(loop, Thread::currentThread);
        thread.interrupt();
        OnLoop.call(loop, () -> true);
        while (thread.isInterrupted()) {
            Thread.sleep(1);
        }
        assertTrue(OnLoop.call(loop, () -> true));
    }

    @Test
    void runsWhatWasPostedBeforeItStoppedAndRefusesTheRest() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        boolean[] stopping = {false};
        Task last = OnLoop.task(() -> {
            stopping[0] = loop.isStopping();
            ran.countDown();
        });
        OnLoop.call(loop, () -> {
            loops.stop();
            // Runs in the turn in which the loop learns that it stops, so its post comes too late for that turn.
            loop.execute(OnLoop.task(() -> loop.post(last)));
            return true;
        });
        assertTrue(loops.join(LONG));
        assertEquals(0, ran.getCount());
        assertTrue(stopping[0]);
        assertFalse(loop.post(OnLoop.task(ran::countDown)));
    }

    /** Half a server is worse than none: what supervises it sees that it has ended. */
    @Test
    void aLoopThatFailsEndsTheOthers() throws Exception {
        LoopGroup group = LoopGroup.open(3);
        CompletableFuture<String> failure = new CompletableFuture<>();
        group.onFailure(() -> failure.complete(Thread.currentThread().getName()));
        group.start();
        Pipe pipe = Pipe.open();
        try (var sink = pipe.sink(); var source = pipe.source()) {
            source.configureBlocking(false);
            // Its selector throws as soon as the channel is ready: there is no task.
            OnLoop.call(group.loop(1), () -> group.loop(1).register(source, SelectionKey.OP_READ, null));
            sink.write(ByteBuffer.allocate(1));
            assertEquals("mmem-loop-1", failure.get(30, TimeUnit.SECONDS));
            assertTrue(group.join(LONG));
            assertEquals(1, group.sum(LoopCounters::failures));
        }
    }

    @Test
    void aGroupDealsItsLoopsInTurn() throws Exception {
        LoopGroup group = LoopGroup.open(3);
        for (int i = 0; i < 7; i++) {
            assertEquals(i % 3, group.next().index());
        }
        group.stop();
        assertTrue(group.join(LONG), "never started, and stopped all the same");
        assertThrows(IllegalStateException.class, group::start);
        assertThrows(IllegalArgumentException.class, () -> LoopGroup.open(0));
    }
}
