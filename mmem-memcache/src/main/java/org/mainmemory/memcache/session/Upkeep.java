package org.mainmemory.memcache.session;

import java.util.concurrent.TimeUnit;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;
import org.mainmemory.memcache.store.Store;

/** A loop's share of the store's maintenance: slice after slice while there is something to do, else once a second. */
final class Upkeep extends Task {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final Store store;
    private final ServerClock clock;
    private final Timer timer = new Timer(this);

    Upkeep(EventLoop loop, Store store, ServerClock clock) {
        this.loop = loop;
        this.store = store;
        this.clock = clock;
    }

    /** Runs a step soon. Any thread. */
    void wake() {
        loop.post(this);
    }

    @Override
    public Step run() {
        if (loop.isStopping()) {
            return Step.DONE;
        }
        if (store.maintain(loop.index(), clock.secondsAt(loop.nowNanos()))) {
            return Step.AGAIN;
        }
        loop.timers().arm(timer, loop.nowNanos() + PAUSE_NANOS);
        return Step.PARKED;
    }
}
