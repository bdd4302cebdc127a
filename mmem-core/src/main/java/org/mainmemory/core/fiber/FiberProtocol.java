package org.mainmemory.core.fiber;

import org.mainmemory.core.net.Protocol;

/** A server whose every connection is served by a fiber of its own. */
@FunctionalInterface
public interface FiberProtocol {

    /**
     * Serves {@code connection} from beginning to end: it is closed when this returns, once everything written is
     * sent. An {@link java.io.IOException} means that the peer is lost or too slow and is an end like any other; any
     * other exception is logged with the connection's address, and what is unsent is dropped.
     */
    void serve(FiberConnection connection) throws Exception;

    /** {@code protocol}, as a {@link org.mainmemory.core.net.NetServer} takes it. */
    static Protocol of(FiberProtocol protocol) {
        return connection -> new FiberConnection(connection).serveWith(protocol);
    }
}
