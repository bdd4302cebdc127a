package org.mainmemory.core.net;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopLocal;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

/**
 * What the connections of a loop do in one of its turns, in three rounds: all that are ready receive, then all answer,
 * then all send.
 *
 * <p>The three share little code and data, and behind each call of the system a processor finds its caches used by
 * others, often also its table of addresses empty. So where several connections are ready at once it takes less CPU to
 * do the same thing for all of them: the first to be answered pays for the others. And before the first is answered all
 * {@linkplain Session#lookAhead look ahead}.
 *
 * <p>What they received waits in the loop's input buffer, side by side, and their replies in its output buffer. So that
 * none waits for many others, all go on as soon as {@link #MOST_CONNECTIONS} wait, or one cannot: it does not find room
 * there, or has come to its end, or has more to do than to answer what it received.
 *
 * <p>The loop's thread.
 */
final class Rounds {

    /** Connections that wait before all of them go on at once. */
    private static final int MOST_CONNECTIONS = 16;

    private static final LoopLocal<Rounds> ROUNDS = new LoopLocal<>(Rounds::new);

    private final InputBuffer input;
    private final OutputBuffer output;
    private final Waiting toAnswer = new Waiting();
    private final Waiting toSend = new Waiting();

    private Rounds(EventLoop loop) {
        input = loop.input();
        output = loop.output();
        loop.onTurnEnd(this::endTurn);
    }

    static Rounds of(EventLoop loop) {
        return ROUNDS.on(loop);
    }

    /** Has {@code connection}, whose input is set aside, answer it soon. In its step, with nothing left to do there. */
    void answerSoon(SocketConnection connection) {
        if (toAnswer.add(connection)) {
            answerAll();
        }
    }

    /** Has {@code connection}, whose output is set aside, send it soon. Not while a session writes. */
    void sendSoon(SocketConnection connection) {
        if (toSend.add(connection)) {
            sendAll();
        }
    }

    /** Has all that have received answer. Not while a session reads. */
    void answerAll() {
        try {
            int count = toAnswer.count;
            for (int i = 0; i < count && count > 1; i++) {
                lookAhead(toAnswer.get(i));
            }
            for (int i = 0; i < count; i++) {
                toAnswer.take(i).answerLate();
            }
        } finally {
            toAnswer.clear();
            input.reclaim();
        }
    }

    /** Has all that have answered send. Not while a session writes. */
    void sendAll() {
        try {
            for (int i = 0; i < toSend.count; i++) {
                toSend.take(i).sendLate();
            }
        } finally {
            toSend.clear();
            output.reclaim();
        }
    }

    private static void lookAhead(SocketConnection connection) {
        try {
            connection.lookAhead();
        } catch (Throwable failed) {
            connection.fail(failed);
        }
    }

    private void endTurn() {
        try {
            answerAll();
        } finally {
            sendAll();
        }
    }

    /** Connections that wait. */
    private static final class Waiting {

        private final @Nullable SocketConnection[] connections = new SocketConnection[MOST_CONNECTIONS];
        private int count;

        /** Adds one; answers whether it was the last that there is room for. */
        boolean add(SocketConnection connection) {
            connections[count++] = connection;
            return count == MOST_CONNECTIONS;
        }

        /** One that waits. */
        SocketConnection get(int index) {
            return Objects.requireNonNull(connections[index]);
        }

        /** One that waits; it does so no longer. */
        SocketConnection take(int index) {
            SocketConnection connection = get(index);
            connections[index] = null;
            return connection;
        }

        void clear() {
            Arrays.fill(connections, 0, count, null);
            count = 0;
        }
    }
}
