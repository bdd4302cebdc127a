package org.mainmemory.memcache.session;

import java.util.concurrent.TimeUnit;
import org.mainmemory.memcache.store.Store;

/** Sessions on one loop without a loop: the caller's thread is the loop, and time stands still until it is moved. */
final class InProcessServer implements AutoCloseable {

    private static final long UNIX_SECONDS = 1_700_000_000;

    final Store store;
    final ServerState state;
    final SessionContext context;
    private long nowNanos = 1;

    InProcessServer(MemcacheSettings settings) {
        store = Store.open(settings.store());
        state = new ServerState(settings, store, new ServerClock(nowNanos, UNIX_SECONDS));
        context = new SessionContext(state, () -> nowNanos);
        state.statistics().add(context.counters);
    }

    InProcessServer() {
        this(MemcacheSettings.builder().loops(1).build());
    }

    /** A new connection. */
    InProcessWire connect() {
        return new InProcessWire(context);
    }

    /** The clock, in seconds. */
    int now() {
        return state.clock().secondsAt(nowNanos);
    }

    /** Moves the clock on. */
    void passSeconds(int seconds) {
        nowNanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Override
    public void close() {
        store.close();
    }
}
