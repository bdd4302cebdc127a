package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.Turn;

/** A connection without a socket: what is sent goes straight into a session, what it says is collected. */
final class InProcessWire implements Wire, Connection {

    private static final int BUFFER_BYTES = 64 << 10;

    private final InputBuffer in = new InputBuffer(BUFFER_BYTES);
    private final OutputBuffer out = new OutputBuffer(BUFFER_BYTES);
    private final Said said = new Said();
    private final WritableByteChannel peer = new Peer();
    private final PushbackInputStream replies = new PushbackInputStream(new SaidStream());
    private final MemcacheSession session;
    private int taken;
    private long willing = Long.MAX_VALUE;
    private Turn turn = Turn.READ;
    private boolean closed;

    InProcessWire(SessionContext context) {
        session = new MemcacheSession(context, this);
    }

    /** Says {@code text}, lets the session answer, and gives what it has said since the last time. */
    String ask(String text) {
        send(text.getBytes(ISO_8859_1));
        return taken();
    }

    @Override
    public void send(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && !closed) {
            in.compact();
            int count = Math.min(bytes.length - at, in.capacity() - in.length());
            if (count == 0) {
                throw new IllegalStateException("the session does not take its input");
            }
            in.append(MemorySegment.ofArray(bytes), at, count);
            at += count;
            run();
        }
    }

    /** Lets the peer take up to {@code bytes} from now on, and the session go on. */
    void takeNoMoreThan(long bytes) {
        willing = bytes;
        run();
    }

    /** What the session has said since the last time. */
    String taken() {
        String news = said.from(taken);
        taken = said.size();
        return news;
    }

    /** Bytes that wait for the peer to take them. */
    int unsent() {
        return out.length();
    }

    /** How the last turn ended. */
    Turn turn() {
        return turn;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public PushbackInputStream replies() {
        return replies;
    }

    /** The peer goes away, or the server has hung up. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.onClose();
        }
    }

    private void run() {
        if (out.length() > 0 && !flush()) {
            return;
        }
        do {
            session.lookAhead(in);
            turn = session.onInput(in, out);
            flush();
        } while (turn == Turn.AGAIN || (turn == Turn.BLOCKED && out.length() == 0));
        if (turn == Turn.CLOSE) {
            close();
        }
    }

    @Override
    public boolean flush() {
        try {
            out.drainTo(peer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.length() == 0;
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

    /** All that the session has said. */
    private static final class Said extends ByteArrayOutputStream {
        byte at(int index) {
            return buf[index];
        }

        void copyTo(byte[] target, int offset, int from, int length) {
            System.arraycopy(buf, from, target, offset, length);
        }

        String from(int index) {
            return new String(buf, index, count - index, ISO_8859_1);
        }
    }

    /** The same as a stream, which ends where it has said no more. */
    private final class SaidStream extends InputStream {
        @Override
        public int read() {
            return taken < said.size() ? said.at(taken++) & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = Math.min(length, said.size() - taken);
            said.copyTo(target, offset, taken, count);
            taken += count;
            return count == 0 && length > 0 ? -1 : count;
        }
    }

    /** Takes what it is willing to take. */
    private final class Peer implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) {
            byte[] some = new byte[(int) Math.min(willing, bytes.remaining())];
            bytes.get(some);
            said.writeBytes(some);
            if (willing != Long.MAX_VALUE) {
                willing -= some.length;
            }
            return some.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
