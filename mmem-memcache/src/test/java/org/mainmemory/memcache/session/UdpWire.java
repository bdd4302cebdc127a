package org.mainmemory.memcache.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** A {@link Wire} on which each sending is a datagram, and replies are their messages one behind the other. */
final class UdpWire implements Wire {

    private final UdpClient client;
    private final PushbackInputStream replies = new PushbackInputStream(new Messages());

    UdpWire(MemcacheServer server) throws IOException {
        client = new UdpClient(server.udpAddresses().getFirst());
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        client.send(bytes);
    }

    @Override
    public PushbackInputStream replies() {
        return replies;
    }

    @Override
    public void close() {
        client.close();
    }

    /** Waits for the message that replies to the last request when all of the one before is read. */
    private final class Messages extends InputStream {

        private InputStream message = InputStream.nullInputStream();

        @Override
        public int read() throws IOException {
            int next = message.read();
            if (next < 0) {
                message = new ByteArrayInputStream(client.reply());
                next = message.read();
            }
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = message.read(target, offset, length);
            if (count <= 0 && length > 0) {
                message = new ByteArrayInputStream(client.reply());
                count = message.read(target, offset, length);
            }
            return count;
        }
    }
}
