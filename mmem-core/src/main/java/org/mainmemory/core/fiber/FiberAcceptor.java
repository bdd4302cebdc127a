package org.mainmemory.core.fiber;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.Protocol;
import org.mainmemory.core.net.Session;

/**
 * The protocol of a server whose connections a fiber accepts one by one, when it is ready for them, rather than each
 * being served at once. The server deals connections to its loops in turn; whoever accepts one starts a fiber on
 * {@link FiberConnection#loop} to talk on it.
 */
public final class FiberAcceptor implements Protocol, AutoCloseable {

    private final Channel<FiberConnection> waiting;

    /** An acceptor for which up to {@code backlog} connections wait; those beyond are closed. */
    public FiberAcceptor(int backlog) {
        this.waiting = new Channel<>(backlog);
    }

    @Override
    public Session open(Connection connection) {
        FiberConnection accepted = new FiberConnection(connection);
        if (!waiting.offer(accepted)) {
            connection.close();
        }
        return accepted.session();
    }

    /** Waits for a connection; null once the acceptor is closed. By a fiber of any loop. */
    public @Nullable FiberConnection accept() throws InterruptedException {
        return waiting.receive();
    }

    /** As {@link #accept()}; throws {@link TimeoutException} if none comes within {@code limit}. */
    public @Nullable FiberConnection accept(Duration limit) throws InterruptedException, TimeoutException {
        return waiting.receive(limit);
    }

    /** Closes connections that come from now on. */
    @Override
    public void close() {
        waiting.close();
    }
}
