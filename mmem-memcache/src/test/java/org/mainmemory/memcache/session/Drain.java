package org.mainmemory.memcache.session;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;

/** A connection whose peer takes everything at once, for measurements: what is sent is gone. */
record Drain(OutputBuffer out) implements Connection {

    @Override
    public boolean flush() {
        out.clear();
        return true;
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public EventLoop loop() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SocketAddress remoteAddress() {
        return new InetSocketAddress(0);
    }

    @Override
    public SocketAddress localAddress() {
        return new InetSocketAddress(0);
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
