package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A blocking client for tests. */
public final class Client implements AutoCloseable {

    private final SocketChannel channel;

    public Client(SocketAddress server) throws IOException {
        channel = SocketChannel.open(server);
        if (server instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    public SocketChannel channel() {
        return channel;
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Reads exactly as many bytes as {@code text} has, and compares. */
    public void expect(String text) throws IOException {
        assertEquals(text, new String(receive(text.length()), StandardCharsets.ISO_8859_1));
    }

    /** Reads exactly {@code count} bytes. */
    public byte[] receive(int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("the server closed after " + buffer.position() + " of " + count + " bytes");
            }
        }
        return buffer.array();
    }

    /** Expects that the server has closed, or closes now, without another byte. */
    public void expectEnd() throws IOException {
        try {
            assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
        } catch (IOException reset) {
            // The server closed with bytes of ours unread: closed all the same.
        }
    }

    public void echo(String text) throws IOException {
        send(text);
        expect(text);
    }

    /** Says that nothing more will be sent. */
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Closes without a goodbye. */
    public void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
