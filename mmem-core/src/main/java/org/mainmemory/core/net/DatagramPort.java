package org.mainmemory.core.net;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;

/** A UDP socket, as its {@link DatagramSession} sees it. For the loop's thread, but for the addresses and the loop. */
public interface DatagramPort {

    /** The loop that the socket lives on for life. */
    EventLoop loop();

    /** The address that datagrams are sent to. */
    SocketAddress localAddress();

    /** Who sent the datagram at hand; the last one's sender between two, null before the first. */
    @Nullable SocketAddress sender();

    /** The session that was opened for the socket; null before that. */
    @Nullable DatagramSession session();

    /**
     * Moves the output to the reply, so that there is room for more. Only for the session, inside
     * {@link DatagramSession#onDatagram}.
     *
     * @return false if the reply would be longer than {@link DatagramShape#replyBytes}: then nothing is moved
     */
    boolean flush();

    /** Forgets what was moved to the reply. Only for the session, inside {@link DatagramSession#onDatagram}. */
    void discard();
}
