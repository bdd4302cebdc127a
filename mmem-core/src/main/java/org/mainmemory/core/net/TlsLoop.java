package org.mainmemory.core.net;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.memory.BufferPool;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.net.tls.TlsSettings;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;

/**
 * What the TLS connections of one loop share: buffers of records, and a place in line for what handshakes have to
 * compute. Made when the first of them comes. The loop's thread.
 *
 * <p>An engine asks for somebody to compute keys and signatures ("delegated tasks"), 1 to 2 ms for each handshake with
 * a key of an elliptic curve or of RSA, and the JDK leaves it to others on which thread. Here there is none but the
 * loop's. So this is a task of
 * its own that computes for one connection in a step, and the loop has a turn for everybody else between two steps:
 * while clients come in crowds, a request on an established connection waits for one such piece of work at most, and
 * the crowd is let in at the rate at which one core can sign. A server that must let in more needs more loops.
 */
final class TlsLoop extends Task {

    private static final int RECORD_BYTES = BufferPool.MAX_BLOCK_BYTES;

    /** Room for the content of any record. */
    private static final int CONTENT_BYTES = TlsSettings.BYTES_PER_LOOP - 2 * RECORD_BYTES;

    private final EventLoop loop;
    private final InputBuffer received = new InputBuffer(RECORD_BYTES);
    private final ByteBuffer receivedView = received.bytes().asByteBuffer();
    private final ByteBuffer toSend = ByteBuffer.allocateDirect(RECORD_BYTES);
    private final MemorySegment toSendBytes = MemorySegment.ofBuffer(toSend);
    private final ByteBuffer content = ByteBuffer.allocateDirect(CONTENT_BYTES);
    private final MemorySegment contentBytes = MemorySegment.ofBuffer(content);
    private final ArrayDeque<TlsWire> waiting = new ArrayDeque<>();

    TlsLoop(EventLoop loop) {
        this.loop = loop;
    }

    EventLoop loop() {
        return loop;
    }

    /** Where records are received. Empty, or meaningless, between two steps, as are the others. */
    InputBuffer received() {
        return received;
    }

    /** The same as an engine takes it. */
    ByteBuffer receivedView() {
        return receivedView.limit(received.end()).position(received.start());
    }

    /** Where records are made, as many as a block can keep; empty. */
    ByteBuffer toSend() {
        return toSend.clear();
    }

    MemorySegment toSendBytes() {
        return toSendBytes;
    }

    /** Where a record's content goes if it may not fit where it should; empty. */
    ByteBuffer content() {
        return content.clear();
    }

    MemorySegment contentBytes() {
        return contentBytes;
    }

    /** Has {@code wire} compute when its turn comes. */
    void computeFor(TlsWire wire) {
        waiting.add(wire);
        loop.execute(this);
    }

    @Override
    public Step run() {
        @Nullable TlsWire next = waiting.poll();
        if (next != null) {
            next.compute();
        }
        return waiting.isEmpty() ? Step.DONE : Step.AGAIN;
    }
}
