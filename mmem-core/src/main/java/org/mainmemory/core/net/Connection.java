package org.mainmemory.core.net;

import java.io.IOException;
import java.net.SocketAddress;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.memory.MemoryRuns;

/** One peer's byte stream, as its {@link Session} sees it. Everything but the accessors is for the loop's thread. */
public interface Connection {

    /** Number of the connection in its server, from 1 in order of arrival. */
    long id();

    /** The loop that the connection lives on for life. */
    EventLoop loop();

    /** The session that was opened for the connection; null before that. */
    default @Nullable Session session() {
        return null;
    }

    /** Where the peer came in; null for a connection that came by no listener. */
    default @Nullable Endpoint endpoint() {
        return null;
    }

    /** The peer's address; an unnamed {@link java.net.UnixDomainSocketAddress} for a UNIX domain socket. */
    SocketAddress remoteAddress();

    /** The address the peer connected to. */
    SocketAddress localAddress();

    /**
     * What was agreed on with a peer that speaks TLS: protocol, cipher suite, the peer's certificate if it showed one.
     * Null without TLS and before the handshake is done, which it is when the session is first shown input.
     */
    default @Nullable SSLSession tlsSession() {
        return null;
    }

    /**
     * Offers the output to the peer in mid-turn. Only for the session, inside a call of its own.
     *
     * @return true if the output is empty now; false if the session should end its turn with {@link Turn#BLOCKED},
     *         because the peer is slow or gone, or because others on the loop have waited long enough
     */
    boolean flush();

    /** Whether something is unsent, because the peer does not take it. */
    default boolean isBlocked() {
        return false;
    }

    /**
     * Calls the session again soon, as if it had returned {@link Turn#AGAIN}. For sessions that wait for something
     * other than their peer. Does nothing if the call is due anyway.
     */
    void resume();

    /** Whether {@link #flush(MemoryRuns)} can be called. */
    default boolean isGathering() {
        return false;
    }

    /**
     * As {@link #flush()}, with {@code runs} behind the output, which are sent as they lie. What of them went is
     * {@link MemoryRuns#taken}; nobody keeps the rest but the session.
     *
     * @return true if all of both went and the session may go on at once
     */
    default boolean flush(MemoryRuns runs) {
        throw new UnsupportedOperationException("flush(MemoryRuns)");
    }

    /**
     * Tells the peer that nothing more will be sent; it may still send. Only for the session, inside a call of its own,
     * when {@link #flush} has just answered true.
     */
    default void endOutput() throws IOException {
        throw new UnsupportedOperationException("endOutput()");
    }

    /**
     * Why the connection was lost, as its session's {@link Session#onClose} may ask; null if it was closed here, or by
     * the peer in good order.
     */
    default @Nullable IOException lost() {
        return null;
    }

    /** Closes the connection; unsent output is lost. Inside a call of the session it takes effect after the call. */
    void close();
}
