package org.mainmemory.memcache.session;

import java.net.SocketAddress;
import java.util.Objects;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.DatagramPort;

/** Stands for the connection that a datagram's sender does not have: whoever sent the one at hand. */
final class UdpPeer implements Connection {

    private final DatagramPort port;

    UdpPeer(DatagramPort port) {
        this.port = port;
    }

    /** 0: it is none of the server's connections. */
    @Override
    public long id() {
        return 0;
    }

    @Override
    public EventLoop loop() {
        return port.loop();
    }

    @Override
    public SocketAddress remoteAddress() {
        return Objects.requireNonNullElse(port.sender(), port.localAddress());
    }

    @Override
    public SocketAddress localAddress() {
        return port.localAddress();
    }

    @Override
    public boolean flush() {
        return port.flush();
    }

    @Override
    public void resume() {
        // Nothing is waited for: what is not answered at once never is.
    }

    @Override
    public void close() {
        // There is nothing to close: the conversation ends with its datagram.
    }
}
