package org.mainmemory.core.net;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopLocal;
import org.mainmemory.core.memory.OutputBuffer;

/**
 * The connections of a loop that have answered in this turn and not sent yet. They send when its tasks have had their
 * steps, one after the other.
 *
 * <p>A reply of a few bytes costs ten times less than sending it, and neither finds its code in the processor's caches
 * after the other. So where several connections are ready at once, all are answered before the first is sent to; and a
 * peer that talks over many of them has more to do when it wakes. Replies wait in the loop's output buffer, side by
 * side. They wait for few others only: {@link #MOST_CONNECTIONS} and {@link #MOST_BYTES} bound how many.
 *
 * <p>The loop's thread.
 */
final class Outbox {

    /** Connections that wait before all of them send at once. */
    private static final int MOST_CONNECTIONS = 16;

    /** Bytes at the buffer's front that may be set aside; what is left is room enough for any session. */
    private static final int MOST_BYTES = EventLoop.OUTPUT_BYTES / 4;

    private static final LoopLocal<Outbox> OUTBOXES = new LoopLocal<>(Outbox::new);

    private final OutputBuffer output;
    private @Nullable SocketConnection first;
    private @Nullable SocketConnection last;
    private int size;

    private Outbox(EventLoop loop) {
        output = loop.output();
        loop.onTurnEnd(this::sendAll);
    }

    static Outbox of(EventLoop loop) {
        return OUTBOXES.on(loop);
    }

    /** Whether what is in the buffer can wait. */
    boolean hasRoom() {
        return output.end() <= MOST_BYTES;
    }

    /** Has {@code connection}, whose output is set aside, send it soon. Not while a session writes. */
    void add(SocketConnection connection) {
        if (last == null) {
            first = connection;
        } else {
            last.nextToSend = connection;
        }
        last = connection;
        size++;
        if (size == MOST_CONNECTIONS) {
            sendAll();
        }
    }

    private void sendAll() {
        SocketConnection connection = first;
        first = null;
        last = null;
        size = 0;
        while (connection != null) {
            SocketConnection next = connection.nextToSend;
            connection.nextToSend = null;
            connection.sendLate();
            connection = next;
        }
        output.reclaim();
    }
}
