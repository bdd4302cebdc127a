package org.mainmemory.core.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopLocal;
import org.mainmemory.core.net.tls.TlsClientSettings;
import org.mainmemory.core.task.Timers;

/**
 * Connects to other servers: a loop's connections that its program opened itself, over TCP or a UNIX domain socket.
 * What is at their other end is a server; here is a {@link Session} as on any {@link Connection}.
 *
 * <p>Loop thread only. They end with their loop at the latest.
 */
public final class Connector {

    private static final LoopLocal<Connector> CONNECTORS = new LoopLocal<>(Connector::new);

    private final LoopConnections home;
    private int connections;
    private long lastId;

    private Connector(EventLoop loop) {
        this.home = new LoopConnections(loop, () -> connections--, () -> { });
    }

    /** The connector of {@code loop}, whose thread the caller must be. */
    public static Connector on(EventLoop loop) {
        return CONNECTORS.on(loop);
    }

    /**
     * Opens a connection to {@code server}. A host name must be resolved before: looking one up would hold the loop.
     *
     * @param limit how long it may take, from now
     * @param protocol opens the session, before the future completes
     * @return the connection, or an {@link IOException}: the system's reason, a
     *         {@link java.net.SocketTimeoutException}, or that {@code protocol} failed or closed it; it completes on
     *         the loop, and cancelling it there closes what was begun
     */
    public CompletableFuture<Connection> connect(SocketAddress server, Duration limit, Protocol protocol) {
        return dial(server, limit, null, protocol);
    }

    /**
     * The same with TLS. The connection is there before the handshake is done, whose end is the session's first call,
     * if it has asked for one with {@link Connection#resume}, or else the server's first word. A handshake that fails
     * closes the connection.
     */
    public CompletableFuture<Connection> connect(
            SocketAddress server, Duration limit, TlsClientSettings tls, Protocol protocol) {
        return dial(server, limit, tls, protocol);
    }

    private CompletableFuture<Connection> dial(
            SocketAddress server, Duration limit, @Nullable TlsClientSettings tls, Protocol protocol) {
        Dial dial = new Dial(this, server, tls, protocol);
        dial.start(Timers.nanos(limit));
        return dial.result();
    }

    /** Connections at the moment. */
    public int connections() {
        return connections;
    }

    EventLoop loop() {
        return home.loop();
    }

    /** A connection on {@code channel}, which is connected, before its first step. */
    SocketConnection adopt(SocketChannel channel, @Nullable TlsClientSettings tls, Protocol protocol)
            throws IOException {
        SocketConnection connection = new SocketConnection(home, channel, null, lastId + 1, protocol);
        if (tls != null) {
            connection.secure(tls);
        }
        lastId++;
        connections++;
        return connection;
    }
}
