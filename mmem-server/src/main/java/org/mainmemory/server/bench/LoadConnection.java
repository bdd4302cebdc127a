package org.mainmemory.server.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection of the load: writes requests, has their replies checked. One thread. */
final class LoadConnection implements AutoCloseable {

    /** No more requests are put into the output while so many bytes of it are unsent. */
    private static final int OUTPUT_BYTES = 64 << 10;

    private static final byte[] SET = "set ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GET = "get".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_EXPTIME = " 0 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Payload payload;
    private final boolean verify;
    private final SocketChannel channel;
    private final SelectionKey selection;
    private final Pending pending;
    private final ReplyReader replies;
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 << 10);
    private final ByteBuffer out;

    /** Connects, waiting for it, and registers at {@code selector} with itself as the attachment. */
    LoadConnection(LoadSettings settings, Selector selector, Tally tally) throws IOException {
        this.payload = settings.payload();
        this.verify = settings.verify();
        this.pending = new Pending(settings.depth(), settings.mix().keysPerGet());
        this.replies = new ReplyReader(settings, pending, tally);
        this.out = ByteBuffer.allocateDirect(OUTPUT_BYTES + payload.longestRequest(settings.mix().keysPerGet()));
        this.channel = SocketChannel.open(settings.address());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        this.selection = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Requests that wait for their replies. */
    int unanswered() {
        return pending.count();
    }

    /** Whether {@link #request} may be called. */
    boolean hasRoom() {
        return selection.isValid() && !pending.isFull() && out.position() < OUTPUT_BYTES;
    }

    /** Whether everything that was asked has been handed to the operating system. */
    boolean isSent() {
        return out.position() == 0;
    }

    /** Puts the request that {@code request} stands at into the output; its latency counts from {@code startNanos}. */
    void request(RequestSource request, long startNanos) {
        if (request.isSet()) {
            putSet(request.key(0));
        } else {
            putGet(request);
        }
        pending.add(request, startNanos);
    }

    /** Writes what the socket takes now; what is left is written when the selector says that it can be. */
    void flush() throws IOException {
        if (!isSent()) {
            out.flip();
            channel.write(out);
            out.compact();
        }
        int wanted = isSent() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (selection.interestOps() != wanted) {
            selection.interestOps(wanted);
        }
    }

    /** Reads once; false when the replies make no sense any more. */
    boolean read() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed the connection");
        }
        in.flip();
        boolean sound = replies.read(in, System.nanoTime());
        in.compact();
        return sound;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void putSet(long key) {
        out.put(SET);
        payload.putKey(out, key);
        out.put((byte) ' ');
        Payload.putNumber(out, verify ? payload.flags(key) : 0);
        out.put(NO_EXPTIME);
        Payload.putNumber(out, payload.length(key));
        out.put(END_OF_LINE);
        payload.putValue(out, key);
        out.put(END_OF_LINE);
    }

    private void putGet(RequestSource request) {
        out.put(GET);
        for (int at = 0; at < request.keyCount(); at++) {
            out.put((byte) ' ');
            payload.putKey(out, request.key(at));
        }
        out.put(END_OF_LINE);
    }
}
