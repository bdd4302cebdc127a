package org.mainmemory.core.net;

import java.util.ArrayDeque;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopLocal;
import org.mainmemory.core.memory.OutputBuffer;

/**
 * The connections of a loop that have answered in this turn and not sent yet. They send when its tasks have had their
 * steps, one after the other.
 *
 * <p>Answering and sending share little code and data. So where several connections are ready at once it takes less CPU
 * to answer all of them before the first is sent to: some per cent of it where each asks for one thing at a time.
 * Replies wait in the loop's output buffer, side by side. So that none waits for many others, all are sent as soon as
 * {@link #MOST_CONNECTIONS} wait, or one has a reply that does not find room there.
 *
 * <p>The loop's thread.
 */
final class Outbox {

    /** Connections that wait before all of them send at once. */
    private static final int MOST_CONNECTIONS = 16;

    private static final LoopLocal<Outbox> OUTBOXES = new LoopLocal<>(Outbox::new);

    private final OutputBuffer output;
    private final ArrayDeque<SocketConnection> waiting = new ArrayDeque<>(MOST_CONNECTIONS);

    private Outbox(EventLoop loop) {
        output = loop.output();
        loop.onTurnEnd(this::sendAll);
    }

    static Outbox of(EventLoop loop) {
        return OUTBOXES.on(loop);
    }

    /** Has {@code connection}, whose output is set aside, send it soon. Not while a session writes. */
    void add(SocketConnection connection) {
        waiting.add(connection);
        if (waiting.size() == MOST_CONNECTIONS) {
            sendAll();
        }
    }

    /** Has all that wait send. Not while a session writes. */
    void sendAll() {
        while (!waiting.isEmpty()) {
            waiting.remove().sendLate();
        }
        output.reclaim();
    }
}
