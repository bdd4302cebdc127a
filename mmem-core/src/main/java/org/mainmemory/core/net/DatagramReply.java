package org.mainmemory.core.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.LoopCounters;

/**
 * The reply to one datagram: collected whole, because a header may tell how many datagrams there are, then sent cut
 * into datagrams.
 *
 * <p>The payloads lie one behind the other, with room for one header before the first. The header of each further
 * datagram is written over the end of the payload before it, which has left by then: so each datagram is one piece of
 * memory, and nothing is moved.
 */
final class DatagramReply implements WritableByteChannel {

    /** What datagrams leave by. */
    @FunctionalInterface
    interface Socket {

        /** Sends all of {@code datagram}, and answers how much that is, or 0 if that is not possible now. */
        int send(ByteBuffer datagram, SocketAddress peer) throws IOException;
    }

    private final DatagramShape shape;
    private final ByteBuffer buffer;
    private int end;
    private int next;
    private int count;
    private @Nullable SocketAddress receiver;

    DatagramReply(DatagramShape shape) {
        this.shape = shape;
        this.buffer = ByteBuffer.allocateDirect(shape.headerBytes() + shape.replyBytes());
        clear();
    }

    /** Forgets everything. */
    void clear() {
        end = shape.headerBytes();
        next = 0;
        count = 0;
        receiver = null;
    }

    /** Appends all of {@code bytes}, or none of them if the reply would be too long. */
    @Override
    public int write(ByteBuffer bytes) {
        int length = bytes.remaining();
        if (length > buffer.capacity() - end) {
            return 0;
        }
        buffer.clear().position(end).put(bytes);
        end += length;
        return length;
    }

    /** The reply is complete and goes to {@code peer}. */
    void sealFor(SocketAddress peer) {
        receiver = peer;
        count = Math.ceilDiv(end - shape.headerBytes(), shape.payloadBytes());
    }

    /** Whether datagrams of it are left to be sent. */
    boolean isUnsent() {
        return next < count;
    }

    /** Sends what {@code socket} takes, the headers written by {@code session}. */
    void sendTo(Socket socket, DatagramSession session, LoopCounters counters) throws IOException {
        SocketAddress peer = Objects.requireNonNull(receiver);
        while (isUnsent()) {
            int from = next * shape.payloadBytes();
            buffer.limit(Math.min(end, from + shape.datagramBytes())).position(from);
            session.putHeader(buffer, next, count);
            buffer.position(from);
            int sent = socket.send(buffer, peer);
            if (sent == 0) {
                return;
            }
            counters.countDatagramWritten(sent);
            next++;
        }
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
