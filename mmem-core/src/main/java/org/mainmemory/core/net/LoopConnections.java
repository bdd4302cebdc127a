package org.mainmemory.core.net;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;

/** A server's connections on one loop: a list that runs through them. The loop's thread. */
final class LoopConnections {

    private final EventLoop loop;
    private final NetServer server;
    private @Nullable SocketConnection first;
    private int size;
    private boolean draining;
    private boolean drained;

    LoopConnections(EventLoop loop, NetServer server) {
        this.loop = loop;
        this.server = server;
    }

    EventLoop loop() {
        return loop;
    }

    NetServer server() {
        return server;
    }

    /** Whether connections close as soon as they have nothing left to do. */
    boolean isDraining() {
        return draining;
    }

    void add(SocketConnection connection) {
        connection.after = first;
        if (first != null) {
            first.before = connection;
        }
        first = connection;
        size++;
        loop.counters().countOpened();
    }

    void remove(SocketConnection connection) {
        SocketConnection before = connection.before;
        SocketConnection after = connection.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after != null) {
            after.before = before;
        }
        size--;
        loop.counters().countClosed();
        tellIfDrained();
    }

    /** Shows each connection; {@code action} may close the one it is shown, and no other. */
    void forEach(Consumer<? super SocketConnection> action) {
        SocketConnection connection = first;
        while (connection != null) {
            SocketConnection after = connection.after;
            action.accept(connection);
            connection = after;
        }
    }

    /** Lets each connection finish what it has begun; the server hears of it when none is left. */
    void drain() {
        draining = true;
        forEach(SocketConnection::finish);
        tellIfDrained();
    }

    /** Closes all connections. */
    void closeAll() {
        forEach(SocketConnection::close);
    }

    private void tellIfDrained() {
        if (draining && !drained && size == 0) {
            drained = true;
            server.countDrainedLoop();
        }
    }
}
