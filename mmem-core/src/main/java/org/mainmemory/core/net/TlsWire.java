package org.mainmemory.core.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.memory.BufferPool;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.net.tls.TlsSide;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;

/**
 * Either side of TLS on a socket: an {@link SSLEngine} between the loop's buffers of records and those of its
 * sessions.
 *
 * <p>A read takes what the socket has, once, and lets the engine go as far as that leads: through the handshake, whose
 * flights are sent at once, then from record to record into the session's input. A write makes as many records as a
 * block could keep before it offers them to the socket. Between two turns a connection keeps the start of a record
 * whose end has not arrived, content that the input had no room for, and records that the socket did not take, each in
 * a block, where there is such a thing. An idle one keeps its engine alone. (In JDK 25 a small request and its reply
 * cost some 4 microseconds more than without TLS and leave 3 KB of garbage, all of it in the engine; a handshake leaves
 * 120 to 200 KB.)
 *
 * <p>What a peer sends instead of TLS, or wrong in it, or too late, ends its own connection: with an alert where that
 * can be sent, and counted. Keys are agreed on once: in TLS 1.2 a peer that wants to agree anew is refused. A peer that
 * says it will send no more ({@code close_notify}), or whose socket says so, has what it sent before answered first:
 * content and what the peer says about the connection itself never pass in the same read, and none comes before the
 * session is done.
 */
final class TlsWire implements Wire {

    /** Types of a record, as its first byte. */
    private static final byte HANDSHAKE = 22;
    private static final byte CONTENT = 23;

    /** What a read may decrypt before others on the loop come first. */
    private static final int RECORDS_PER_READ = 256;

    private static final int MOST_LAST_RECORDS = 4;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final TlsLoop shared;
    private final EventLoop loop;
    private final LoopCounters counters;
    private final SocketConnection connection;
    private final Wire socket;
    private final SSLEngine engine;
    private final Leftover received;
    private final Leftover content;
    private final Leftover unsent;
    private final Timer deadline = new Timer(new Task() {
        @Override
        public Step run() {
            expire();
            return Step.DONE;
        }
    });

    private final long beganMillis = System.currentTimeMillis();

    /** Whether this side speaks first; what goes wrong is counted for servers alone. */
    private final boolean client;

    /** Whether the handshake is done. */
    private boolean ready;

    /** Whether the engine waits for {@link #compute}. */
    private boolean computing;

    /** Whether the engine can go on without the socket. */
    private boolean more;

    /** Whether the read at hand has brought content. */
    private boolean news;

    private boolean heard;
    private boolean ended;
    private boolean closed;

    TlsWire(TlsLoop shared, SocketConnection connection, Wire socket, TlsSide side) throws SSLException {
        this.shared = shared;
        this.loop = shared.loop();
        this.counters = loop.counters();
        this.connection = connection;
        this.socket = socket;
        this.engine = side.newEngine();
        BufferPool pool = loop.buffers();
        this.received = new Leftover(pool);
        this.content = new Leftover(pool);
        this.unsent = new Leftover(pool);
        this.client = engine.getUseClientMode();
        this.more = client;
        engine.beginHandshake();
        loop.timers().arm(deadline, loop.nowNanos() + side.handshakeLimit().toNanos());
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    /** In TLS 1.2 nothing can be sent once the engine has heard that the peer will send no more. */
    @Override
    public boolean readsAhead() {
        return false;
    }

    @Override
    public boolean hasUnread() {
        return more || !content.isEmpty();
    }

    @Override
    public boolean hasUnsent() {
        return !unsent.isEmpty();
    }

    @Override
    public @Nullable SSLSession tlsSession() {
        return ready ? engine.getSession() : null;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int before = target.position();
        content.moveTo(target);
        if (content.isEmpty() && !computing) {
            try {
                receive(target);
            } catch (SSLException bad) {
                countError();
                throw bad;
            }
        }
        int count = target.position() - before;
        if (count == 0 && ended) {
            requireReady();
            return -1;
        }
        more |= ended;
        return count;
    }

    /** A peer that connects and leaves without a word is no error. */
    private void requireReady() throws IOException {
        if (!ready) {
            if (heard) {
                countError();
            }
            throw new IOException("left before the end of the TLS handshake");
        }
    }

    private void countError() {
        if (client) {
            return;
        }
        if (ready) {
            counters.countTlsProtocolError();
        } else {
            counters.countTlsHandshakeError();
        }
    }

    private void receive(ByteBuffer target) throws IOException {
        InputBuffer records = shared.received();
        records.clear();
        received.appendTo(records);
        if (more) {
            more = false;
        } else {
            int count = records.fill(socket);
            heard |= count > 0;
            ended |= count < 0;
        }
        news = false;
        int steps = 0;
        while (advance(records, target)) {
            if (++steps == RECORDS_PER_READ) {
                more = true;
                break;
            }
        }
        received.keep(records.bytes(), records.start(), records.length());
    }

    /** Lets the engine take a step; answers whether it may take another one now. */
    private boolean advance(InputBuffer records, ByteBuffer target) throws IOException {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                computing = true;
                shared.computeFor(this);
                yield false;
            }
            case NEED_WRAP -> speak();
            default -> records.length() > 0 && hear(records, target);
        };
    }

    /** Sends what the engine itself has to say. */
    private boolean speak() throws IOException {
        if (!flush()) {
            more = true;
            return false;
        }
        ByteBuffer records = shared.toSend();
        Status status = Status.OK;
        while (status == Status.OK && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                && hasRoomForRecord(records)) {
            SSLEngineResult result = engine.wrap(NOTHING, records);
            status = result.getStatus();
            noteProgress(result);
        }
        send(records);
        return status == Status.OK;
    }

    /** Takes in a record. */
    private boolean hear(InputBuffer records, ByteBuffer target) throws IOException {
        byte type = records.byteAt(records.start());
        if (type != CONTENT && news) {
            more = true;
            return false;
        }
        if (type == HANDSHAKE && ready) {
            throw new SSLHandshakeException("the peer wants to agree on keys anew");
        }
        SSLEngineResult result = engine.unwrap(shared.receivedView(), target);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            result = unwrapAside(target);
        }
        records.consume(result.bytesConsumed());
        news |= result.bytesProduced() > 0;
        noteProgress(result);
        return switch (result.getStatus()) {
            case OK -> content.isEmpty() && hasAdvanced(result);
            case CLOSED -> {
                ended = true;
                records.consume(records.length());
                yield true;
            }
            case BUFFER_UNDERFLOW, BUFFER_OVERFLOW -> false;
        };
    }

    private static boolean hasAdvanced(SSLEngineResult result) {
        return result.bytesConsumed() > 0 || result.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP;
    }

    /** Takes in a record whose content may be too much for {@code target}: the rest is kept for the next read. */
    private SSLEngineResult unwrapAside(ByteBuffer target) throws SSLException {
        ByteBuffer aside = shared.content();
        SSLEngineResult result = engine.unwrap(shared.receivedView(), aside);
        int length = aside.flip().limit();
        int count = Math.min(length, target.remaining());
        target.put(aside.limit(count));
        content.keep(shared.contentBytes(), count, length - count);
        return result;
    }

    private void noteProgress(SSLEngineResult result) {
        HandshakeStatus status = result.getHandshakeStatus();
        boolean agreed = status == HandshakeStatus.FINISHED || status == HandshakeStatus.NOT_HANDSHAKING;
        if (!ready && agreed && result.getStatus() == Status.OK && !engine.isInboundDone()) {
            ready = true;
            loop.timers().cancel(deadline);
            // A session that is resumed is as old as it was.
            if (!client && engine.getSession().getCreationTime() >= beganMillis) {
                counters.countTlsSession();
            }
        }
    }

    /** Computes the next thing that the handshake needs, when {@link TlsLoop} says so. */
    void compute() {
        if (closed) {
            return;
        }
        computing = false;
        Runnable work = engine.getDelegatedTask();
        if (work != null) {
            work.run();
        }
        more = true;
        loop.execute(connection);
    }

    private void expire() {
        if (!ready && !closed) {
            countError();
            connection.close();
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int before = source.position();
        while (flush() && source.hasRemaining()) {
            ByteBuffer records = shared.toSend();
            encrypt(source, records);
            send(records);
        }
        return source.position() - before;
    }

    private void encrypt(ByteBuffer source, ByteBuffer records) throws IOException {
        do {
            SSLEngineResult result = engine.wrap(source, records);
            if (result.getStatus() == Status.CLOSED) {
                throw new IOException("the peer has ended TLS");
            }
            if (result.bytesProduced() == 0) {
                countError();
                throw new SSLException("cannot encrypt: " + result);
            }
        } while (source.hasRemaining() && hasRoomForRecord(records));
    }

    private boolean hasRoomForRecord(ByteBuffer records) {
        return records.remaining() >= engine.getSession().getPacketBufferSize();
    }

    /** Offers records to the socket and keeps those that it does not take. */
    private void send(ByteBuffer records) throws IOException {
        records.flip();
        if (records.hasRemaining()) {
            socket.write(records);
            unsent.keep(shared.toSendBytes(), records.position(), records.remaining());
        }
    }

    @Override
    public boolean flush() throws IOException {
        unsent.drainTo(socket);
        return unsent.isEmpty();
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        loop.timers().cancel(deadline);
        try {
            if (heard && socket.isOpen()) {
                endOutput();
            }
        } finally {
            received.release();
            content.release();
            unsent.release();
            socket.close();
        }
    }

    /** Sends an alert that the engine has not sent yet, or {@code close_notify}; for a peer that reads. */
    @Override
    public void endOutput() throws IOException {
        engine.closeOutbound();
        if (!flush()) {
            return;
        }
        ByteBuffer records = shared.toSend();
        for (int i = 0; i < MOST_LAST_RECORDS && !engine.isOutboundDone() && hasRoomForRecord(records); i++) {
            engine.wrap(NOTHING, records);
        }
        send(records);
    }
}
