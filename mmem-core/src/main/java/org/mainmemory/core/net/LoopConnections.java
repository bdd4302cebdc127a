package org.mainmemory.core.net;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;

/** The connections that somebody has on one loop: a list that runs through them. The loop's thread. */
final class LoopConnections {

    private final EventLoop loop;
    private final Runnable onDisconnect;
    private final Runnable onDrained;
    private final SocketIo io = new SocketIo();
    private @Nullable SocketConnection first;
    private @Nullable TlsLoop tls;
    private @Nullable Rounds rounds;
    private int size;
    private boolean draining;
    private boolean drained;

    /**
     * An empty list.
     *
     * @param onDisconnect is told of each connection's end, that of one which never came to the loop as well
     * @param onDrained is told once, when connections were told to finish and none is left
     */
    LoopConnections(EventLoop loop, Runnable onDisconnect, Runnable onDrained) {
        this.loop = loop;
        this.onDisconnect = onDisconnect;
        this.onDrained = onDrained;
    }

    EventLoop loop() {
        return loop;
    }

    /** A connection's channel is closed. */
    void countDisconnected() {
        onDisconnect.run();
    }

    /** How they read and write. */
    SocketIo io() {
        return io;
    }

    /** What the TLS connections among them share. */
    TlsLoop tls() {
        if (tls == null) {
            tls = new TlsLoop(loop);
        }
        return tls;
    }

    /** Where those wait that have received and not answered yet, or not sent yet, with all others of the loop. */
    Rounds rounds() {
        if (rounds == null) {
            rounds = Rounds.of(loop);
        }
        return rounds;
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

    /** Lets each connection finish what it has begun; the owner hears of it when none is left. */
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
            onDrained.run();
        }
    }
}
