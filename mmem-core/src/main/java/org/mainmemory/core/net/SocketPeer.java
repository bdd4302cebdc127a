package org.mainmemory.core.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.ChannelTask;

/** A connection as others know it: its number, and where it comes from and goes to. */
abstract class SocketPeer extends ChannelTask implements Connection {

    private final @Nullable Endpoint endpoint;
    private final long id;
    private final SocketAddress remoteAddress;
    private final SocketAddress localAddress;

    SocketPeer(SocketChannel channel, @Nullable Endpoint endpoint, long id) throws IOException {
        this.endpoint = endpoint;
        this.id = id;
        this.remoteAddress = channel.getRemoteAddress();
        this.localAddress = channel.getLocalAddress();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public @Nullable Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public String toString() {
        return "connection " + id + " of " + remoteAddress;
    }
}
