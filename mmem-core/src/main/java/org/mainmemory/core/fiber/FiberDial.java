package org.mainmemory.core.fiber;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.Connector;
import org.mainmemory.core.net.Protocol;
import org.mainmemory.core.net.tls.TlsClientSettings;
import org.mainmemory.core.task.Timers;

/** The opening of a fiber's connection to a server, as far as the fiber waits for it. */
final class FiberDial implements Protocol {

    private @Nullable FiberConnection opened;

    private FiberDial() {
    }

    /** Connects, on the loop of the calling fiber; with {@code tls} until the handshake is done. */
    static FiberConnection open(SocketAddress server, Duration limit, @Nullable TlsClientSettings tls)
            throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + Timers.nanos(limit);
        Connector connector = Connector.on(Fiber.current().loop());
        FiberDial dial = new FiberDial();
        CompletableFuture<Connection> result = tls == null
                ? connector.connect(server, limit, dial)
                : connector.connect(server, limit, tls, dial);
        try {
            Connection connection = Fiber.await(result);
            FiberConnection fibers = dial.opened;
            assert fibers != null;
            if (tls != null) {
                shakeHands(connection, fibers, deadlineNanos - System.nanoTime());
            }
            return fibers;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException reason ? reason : new IOException(failed.getCause());
        } finally {
            result.cancel(false);
        }
    }

    /** Waits for the first turn of the connection: it comes when the handshake is done. */
    private static void shakeHands(Connection connection, FiberConnection opened, long limitNanos)
            throws IOException, InterruptedException {
        boolean done = false;
        opened.setTimeout(Duration.ofNanos(limitNanos));
        try {
            opened.flush();
            done = true;
        } catch (SocketTimeoutException late) {
            throw late;
        } catch (ClosedChannelException closed) {
            IOException reason = connection.lost();
            throw reason == null ? new SocketTimeoutException("no TLS on " + connection + " in time") : reason;
        } finally {
            opened.session().setTimeout(Fiber.FOREVER);
            if (!done) {
                opened.abort();
            }
        }
    }

    @Override
    public FiberSession open(Connection connection) {
        FiberConnection accepted = new FiberConnection(connection);
        opened = accepted;
        return accepted.session();
    }
}
