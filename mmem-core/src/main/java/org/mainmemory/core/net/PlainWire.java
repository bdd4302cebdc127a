package org.mainmemory.core.net;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The socket itself. */
final class PlainWire implements Wire {

    private final SocketChannel channel;
    private final SocketIo io;
    /** Null where the channel does it. */
    private @Nullable FileDescriptor descriptor;

    PlainWire(SocketChannel channel, SocketIo io) {
        this.channel = channel;
        this.io = io;
        this.descriptor = SocketIo.descriptor(channel);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return descriptor == null ? channel.read(target) : io.read(descriptor, target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return descriptor == null ? channel.write(source) : io.write(descriptor, source);
    }

    @Override
    public boolean isGathering() {
        return true;
    }

    @Override
    public long write(ByteBuffer[] sources, int count) throws IOException {
        return descriptor == null ? channel.write(sources, 0, count) : io.write(descriptor, sources, count);
    }

    @Override
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        descriptor = null; // its number may soon be another's
        channel.close();
    }
}
