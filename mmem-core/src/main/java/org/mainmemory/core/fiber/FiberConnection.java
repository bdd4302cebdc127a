package org.mainmemory.core.fiber;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.Session;
import org.mainmemory.core.net.tls.TlsClientSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer's byte stream, as fibers see it: reads and writes that wait. Any fibers of the connection's loop may use it;
 * one at a time reads, and what one writes in one call is not mixed with what others write.
 *
 * <p>It costs what a {@link Session} costs: one read of the socket when it is ready, whatever the fiber makes of it,
 * and one write for all that the fiber wrote until it waits again. The buffers are the loop's; a connection whose
 * fiber waits has none.
 *
 * <p>A wait longer than {@link #setTimeout} allows ends with a {@link java.net.SocketTimeoutException}, one that is
 * interrupted with an {@link InterruptedException}; the connection stays open and may be used on. A wait for a
 * connection that is lost or closed ends with a {@link java.nio.channels.ClosedChannelException}.
 */
public final class FiberConnection implements AutoCloseable {

    private static final int CHUNK_BYTES = 16 << 10;

    private final Connection connection;
    private final FiberSession session;
    private final InputBuffer input;
    private final OutputBuffer output;

    FiberConnection(Connection connection) {
        this.connection = connection;
        this.session = new FiberSession(connection);
        this.input = connection.loop().input();
        this.output = connection.loop().output();
    }

    /**
     * Connects to {@code server}, by TCP or, for a {@link java.net.UnixDomainSocketAddress}, a UNIX domain socket. The
     * connection lives on the loop of the calling fiber, which closes it.
     *
     * @throws IOException the system's reason, or a {@link java.net.SocketTimeoutException} after {@code limit}
     */
    public static FiberConnection connect(SocketAddress server, Duration limit)
            throws IOException, InterruptedException {
        return FiberDial.open(server, limit, null);
    }

    /**
     * The same with TLS, whose handshake is done when this returns.
     *
     * @throws IOException as above, or because the handshake failed or took too long
     */
    public static FiberConnection connect(SocketAddress server, Duration limit, TlsClientSettings tls)
            throws IOException, InterruptedException {
        return FiberDial.open(server, limit, tls);
    }

    /**
     * Bounds each wait of the calls to come, and how long a connection that is closed waits for its peer to take what
     * was written; without, they wait for as long as it takes.
     */
    public void setTimeout(Duration limit) {
        session.setTimeout(Fiber.nanos(limit));
    }

    // ---- reading ------------------------------------------------------------------------------------------------

    /** Waits for input and reads some into {@code target}; answers how many bytes, -1 at the end of the input. */
    public int read(byte[] target) throws IOException, InterruptedException {
        return read(target, 0, target.length);
    }

    /** As {@link #read(byte[])}, at most {@code length} bytes, to {@code offset}. */
    public int read(byte[] target, int offset, int length) throws IOException, InterruptedException {
        if (!session.awaitMore(0)) {
            return -1;
        }
        int count = Math.min(length, input.length());
        MemorySegment.copy(input.bytes(), ValueLayout.JAVA_BYTE, input.start(), target, offset, count);
        input.consume(count);
        return count;
    }

    /** Fills {@code target}; throws {@link EOFException} if the input ends before. */
    public void readFully(byte[] target) throws IOException, InterruptedException {
        int done = 0;
        while (done < target.length) {
            int count = read(target, done, target.length - done);
            if (count < 0) {
                throw new EOFException("the input ends after " + done + " of " + target.length + " bytes");
            }
            done += count;
        }
    }

    /**
     * Reads a line of UTF-8 and answers it without its end, LF or CR LF; null at the end of the input. What is behind
     * the last line end is a line if it is not empty.
     *
     * @throws IOException if the line is longer than {@link EventLoop#INPUT_BYTES}
     */
    public @Nullable String readLine() throws IOException, InterruptedException {
        int length = awaitLine();
        if (length == 0 && !session.awaitMore(0)) {
            return null;
        }
        int total = length == 0 ? input.length() : length;
        int end = total;
        while (end > 0 && end > total - 2 && isLineEnd(input.byteAt(input.start() + end - 1))) {
            end--;
        }
        byte[] line = new byte[end];
        MemorySegment.copy(input.bytes(), ValueLayout.JAVA_BYTE, input.start(), line, 0, end);
        input.consume(total);
        return new String(line, StandardCharsets.UTF_8);
    }

    private static boolean isLineEnd(byte last) {
        return last == '\n' || last == '\r';
    }

    /**
     * Waits for more than {@code known} bytes of input and answers the loop's buffer with them, for callers that look
     * at bytes where they are; null if the input ends with {@code known} bytes or fewer. What the caller does not
     * consume is kept. The buffer is the connection's until the fiber waits next, even for this connection's output.
     *
     * @throws IOException if the input buffer is full and {@code known} is all of it
     */
    public @Nullable InputBuffer awaitInput(int known) throws IOException, InterruptedException {
        return session.awaitMore(known) ? input : null;
    }

    /** The same, for a line: answers its length in the {@link #awaitInput} buffer with its LF, 0 if there is none. */
    public int awaitLine() throws IOException, InterruptedException {
        int known = 0;
        while (session.awaitMore(known)) {
            int end = input.indexOf((byte) '\n', input.start() + known);
            if (end >= 0) {
                return end + 1 - input.start();
            }
            known = input.length();
        }
        return 0;
    }

    // ---- writing ------------------------------------------------------------------------------------------------

    /** Writes all of {@code source}; waits only while the peer has not taken what was written before. */
    public void write(byte[] source) throws IOException, InterruptedException {
        write(source, 0, source.length);
    }

    /** Writes {@code length} bytes of {@code source} from {@code offset}. */
    public void write(byte[] source, int offset, int length) throws IOException, InterruptedException {
        if (session.mayWriteNow() && length <= output.room()) {
            output.putBytes(source, offset, length);
            return;
        }
        Fiber fiber = session.enterLine();
        try {
            for (int done = 0; done < length;) {
                session.awaitRoom(fiber);
                int count = Math.min(length - done, output.room());
                output.putBytes(source, offset + done, count);
                done += count;
            }
        } finally {
            session.leaveLine(fiber);
        }
    }

    /** Writes {@code text} in UTF-8. */
    public void write(String text) throws IOException, InterruptedException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes {@code count} bytes that it reads from {@code source}; answers how many it had. A file goes straight to
     * the loop's output, so no other thread may read through the same {@link FileChannel} meanwhile. Any other source
     * may make the fiber wait, and what others write may then come between two reads of it.
     */
    public long write(ReadableByteChannel source, long count) throws IOException, InterruptedException {
        return source instanceof FileChannel file ? writeFile(file, count) : writeChunks(source, count);
    }

    private long writeFile(FileChannel source, long count) throws IOException, InterruptedException {
        Fiber fiber = session.enterLine();
        try {
            long done = 0;
            while (done < count) {
                session.awaitRoom(fiber);
                int some = output.fill(source, (int) Math.min(count - done, output.room()));
                if (some < 0) {
                    break;
                }
                done += some;
            }
            return done;
        } finally {
            session.leaveLine(fiber);
        }
    }

    /** By way of memory of its own: while a read waits, the loop's output is others'. */
    private long writeChunks(ReadableByteChannel source, long count) throws IOException, InterruptedException {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(count, CHUNK_BYTES));
        long done = 0;
        while (done < count) {
            int some = source.read(chunk.clear().limit((int) Math.min(count - done, chunk.capacity())));
            if (some < 0) {
                break;
            }
            if (some == 0) {
                Fiber.pause();
            }
            write(chunk.array(), 0, some);
            done += some;
        }
        return done;
    }

    /**
     * Writes the next {@code length} bytes of the input that has arrived, and consumes them.
     *
     * @throws IndexOutOfBoundsException if there are fewer: then none is written
     */
    public void writeInput(int length) throws IOException, InterruptedException {
        if (session.mayWriteNow() && length <= output.room()) {
            moveToOutput(length, length);
            return;
        }
        Fiber fiber = session.enterLine();
        try {
            for (int left = length; left > 0;) {
                session.awaitRoom(fiber);
                int count = Math.min(left, output.room());
                moveToOutput(count, left);
                left -= count;
            }
        } finally {
            session.leaveLine(fiber);
        }
    }

    /** What lies behind the input is some other connection's. */
    private void moveToOutput(int count, int wanted) {
        if (wanted > input.length()) {
            throw new IndexOutOfBoundsException("write " + wanted + " of " + input.length() + " bytes of input");
        }
        output.putBytes(input.bytes(), input.start(), count);
        input.consume(count);
    }

    /** Waits until the system has taken all that was written. Nobody need call it: a wait for input sends as well. */
    public void flush() throws IOException, InterruptedException {
        Fiber fiber = session.enterLine();
        try {
            session.awaitTaken(fiber);
        } finally {
            session.leaveLine(fiber);
        }
    }

    /** Sends what was written and tells the peer that no more comes. Reading goes on. */
    public void endOutput() throws IOException, InterruptedException {
        Fiber fiber = session.enterLine();
        try {
            session.awaitEnd(fiber);
        } finally {
            session.leaveLine(fiber);
        }
    }

    // ---- the rest -----------------------------------------------------------------------------------------------

    /**
     * Closes the connection once the peer has taken all that was written, at the latest when the time of
     * {@link #setTimeout} has passed. Does not wait for that. Any thread.
     */
    @Override
    public void close() {
        session.close();
    }

    /** Closes the connection at once; what is unsent is lost. Any thread. */
    public void abort() {
        session.abort();
    }

    /** Whether it is closed or about to be. */
    public boolean isClosed() {
        return session.isClosed();
    }

    /** The loop that it lives on. */
    public EventLoop loop() {
        return connection.loop();
    }

    /** The peer's address. */
    public SocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    /** The address the peer connected to, or the one it was connected from. */
    public SocketAddress localAddress() {
        return connection.localAddress();
    }

    /** What a TLS handshake agreed on; null before, and if the peer speaks no TLS. */
    public @Nullable SSLSession tlsSession() {
        return connection.tlsSession();
    }

    @Override
    public String toString() {
        return connection.toString();
    }

    FiberSession session() {
        return session;
    }

    /** Has a fiber serve the connection, from its first turn on. */
    Session serveWith(FiberProtocol protocol) {
        session.beginWith(new Fiber(loop(), "connection-" + connection.id(), false, () -> serve(protocol)));
        return session;
    }

    private void serve(FiberProtocol protocol) throws Exception {
        boolean well = false;
        try {
            protocol.serve(this);
            well = true;
        } catch (IOException lost) {
            log().debug("{} is lost: {}", this, lost.toString());
        } catch (InterruptedException stopped) {
            log().debug("{} was interrupted", this);
        } catch (Throwable failed) {
            loop().counters().countFailure();
            log().error("{} failed and is closed", this, failed);
        } finally {
            if (well) {
                close();
            } else {
                abort();
            }
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(FiberConnection.class);
    }
}
