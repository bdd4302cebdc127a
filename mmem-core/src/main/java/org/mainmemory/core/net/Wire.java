package org.mainmemory.core.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.MemoryRuns;

/**
 * What carries a connection's bytes between its socket and its loop's buffers: the socket itself, or TLS on it. Reads
 * and writes do not block. The loop's thread.
 */
interface Wire extends ByteChannel, MemoryRuns.Sink {

    /** Whether bytes of the session may pass; until then reads bring none. */
    default boolean isReady() {
        return true;
    }

    /** Whether a read may come while the session has not answered all that it was shown. */
    default boolean readsAhead() {
        return true;
    }

    /** Whether a read may have something to do though the socket is not readable. */
    default boolean hasUnread() {
        return false;
    }

    /** Whether it holds bytes that the socket did not take: no more are taken before those are gone. */
    default boolean hasUnsent() {
        return false;
    }

    /** Offers those to the socket once; answers whether none are left. */
    default boolean flush() throws IOException {
        return true;
    }

    /** Whether {@link #write(ByteBuffer[], int)} can be called. */
    default boolean isGathering() {
        return false;
    }

    @Override
    default long write(ByteBuffer[] sources, int count) throws IOException {
        throw new UnsupportedOperationException("write(ByteBuffer[], int)");
    }

    /** Tells the peer that nothing more will be sent. */
    void endOutput() throws IOException;

    /** What was agreed on with the peer; null without TLS and before the handshake is done. */
    default @Nullable SSLSession tlsSession() {
        return null;
    }
}
