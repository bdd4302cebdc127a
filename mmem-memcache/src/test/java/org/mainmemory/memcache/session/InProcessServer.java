package org.mainmemory.memcache.session;

import java.io.IOException;
import java.io.UncheckedIOException;
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
        store = open(settings);
        state = new ServerState(settings, store, new ServerClock(nowNanos, UNIX_SECONDS, store.startSeconds()));
        context = new SessionContext(state, () -> nowNanos);
        state.statistics().add(context.counters);
    }

    InProcessServer() {
        this(MemcacheSettings.builder().loops(1).build());
    }

    private static Store open(MemcacheSettings settings) {
        try {
            return MemcacheServer.openStore(settings, UNIX_SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
