package org.mainmemory.core.fiber;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.Session;
import org.mainmemory.core.net.Turn;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;

/**
 * Lets fibers into the turns of a connection: the session whose calls resume them.
 *
 * <h2>Turns</h2>
 * The loop's input and output buffer belong to a connection during a call of its session and to others before and
 * after. So a fiber touches them only inside such a call, its turn: {@link #turn} runs the fiber that waits for the
 * connection right there, nested in the call, and the call ends when the fiber waits again, for whatever. A fiber that
 * was woken by something else (a timer, a lock, another connection) and wants to read or write asks for a turn and
 * waits for it; everything it does until its next wait is then one turn, one read and one write of the socket.
 *
 * <p>What the connection keeps beyond a turn is its loop's thread's, and a fiber is another thread. So a fiber that
 * needs the output taken in mid-turn says so and waits; the loop's thread flushes and resumes it, still in that turn.
 *
 * <h2>Who gets in</h2>
 * First those who write, one after another in the order they came; each stays at the head of the line until it has
 * written all of it, so what two write does not mix. If the peer does not take it, the turn ends there. Then the one
 * who reads, if there is more than it has seen.
 *
 * <h2>How a turn ends</h2>
 * {@link Turn#BLOCKED} while somebody's output waits for the peer; otherwise {@link Turn#READ} if somebody wants input;
 * otherwise {@link Turn#WAIT}, which leaves input in the socket, and the peer to TCP's patience.
 */
final class FiberSession implements Session {

    private final Connection connection;
    private final InputBuffer input;
    private final OutputBuffer output;
    private final ArrayDeque<Fiber> writers = new ArrayDeque<>(1);

    /** Runs in the first turn; null if nobody does. */
    private @Nullable Fiber newcomer;

    /** Who wants more input than {@link #seen} bytes. */
    private @Nullable Fiber reader;
    private int seen;

    /** How the last turn ended, and the input it left. */
    private Turn last = Turn.READ;
    private int leftOver;

    /** Whether the first in line waits until the system has taken all output, for which the loop's thread asks it. */
    private boolean wantsFlush;

    /** Whether the first in line is to end the output then. */
    private boolean wantsEnd;

    /** Whether all that was written is taken, since the first in line asked. */
    private boolean taken;

    private long timeoutNanos = Fiber.FOREVER;

    /** Rings if the peer does not take what is left to send in time; null unless that is limited. */
    private @Nullable Timer lastWait;

    private boolean inTurn;
    private boolean inputEnded;
    private boolean closing;
    private boolean closed;

    FiberSession(Connection connection) {
        this.connection = connection;
        this.input = connection.loop().input();
        this.output = connection.loop().output();
    }

    /** Has {@code fiber}, which is not begun, begin in the connection's first turn. */
    void beginWith(Fiber fiber) {
        newcomer = fiber;
        connection.resume();
    }

    void setTimeout(long nanos) {
        timeoutNanos = nanos;
    }

    // ---- the loop's side ----------------------------------------------------------------------------------------

    @Override
    public Turn onInput(InputBuffer shown, OutputBuffer empty) {
        return turn();
    }

    @Override
    public Turn onEndOfInput(InputBuffer shown, OutputBuffer empty) {
        inputEnded = true;
        return turn();
    }

    @Override
    public void onClose() {
        closed = true;
        if (lastWait != null) {
            connection.loop().timers().cancel(lastWait);
        }
        if (newcomer != null) {
            newcomer.cancelBeforeBegin();
        }
        wakeAll();
    }

    private void wakeAll() {
        if (reader != null) {
            reader.wake();
        }
        writers.forEach(Fiber::wake);
    }

    private Turn turn() {
        inTurn = true;
        try {
            letNewcomerIn();
            letWritersIn();
            letReaderIn();
            letWritersIn();
        } finally {
            inTurn = false;
        }
        leftOver = input.length();
        last = ending();
        return last;
    }

    private void letNewcomerIn() {
        Fiber fiber = newcomer;
        if (fiber != null) {
            newcomer = null;
            fiber.run();
        }
    }

    private void letWritersIn() {
        Fiber head = writers.peekFirst();
        while (head != null && !closing && (!wantsFlush || flush()) && head.resumeNow()) {
            Fiber next = writers.peekFirst();
            if (next == head && !wantsFlush) {
                return;
            }
            head = next;
        }
    }

    /** Offers the output to the peer; answers whether it took all of it. */
    private boolean flush() {
        if (!connection.flush()) {
            return false;
        }
        if (wantsEnd) {
            try {
                connection.endOutput();
            } catch (IOException lost) {
                connection.close();
            }
        }
        wantsFlush = false;
        wantsEnd = false;
        taken = true;
        return true;
    }

    private void letReaderIn() {
        Fiber fiber = reader;
        if (fiber != null && writers.isEmpty() && !closing && (input.length() > seen || inputEnded)) {
            reader = null;
            fiber.resumeNow();
        }
    }

    private Turn ending() {
        if (closing) {
            return Turn.CLOSE;
        }
        if (!writers.isEmpty()) {
            return Turn.BLOCKED;
        }
        return reader != null && !inputEnded ? Turn.READ : Turn.WAIT;
    }

    // ---- the fibers' side ---------------------------------------------------------------------------------------

    /**
     * Waits until it is the connection's turn and there are more than {@code known} bytes of input.
     *
     * @return false if the input ends with those
     */
    boolean awaitMore(int known) throws IOException, InterruptedException {
        return (inTurn && input.length() > known && !closing) || awaitMoreFrom(fiberOfLoop(), known);
    }

    private boolean awaitMoreFrom(Fiber fiber, int known) throws IOException, InterruptedException {
        requireOpen();
        if (reader != null) {
            throw new IllegalStateException("another fiber reads from " + connection);
        }
        fiber.limit(timeoutNanos);
        try {
            while (!inTurn || (input.length() <= known && !inputEnded)) {
                requireOpen();
                requireRoom(known);
                reader = fiber;
                seen = known;
                if (!inTurn && (last != Turn.READ || leftOver > known)) {
                    connection.resume();
                }
                await(fiber);
            }
        } finally {
            fiber.unlimit();
            reader = null;
        }
        return input.length() > known;
    }

    private void requireRoom(int known) throws IOException {
        if (known >= input.capacity()) {
            throw new IOException(connection + " sent more at a time than " + input.capacity() + " bytes");
        }
    }

    /** Gets in line to write; must be followed by {@link #leaveLine}. */
    Fiber enterLine() throws IOException {
        Fiber fiber = fiberOfLoop();
        requireOpen();
        writers.addLast(fiber);
        return fiber;
    }

    /** Waits until it is the connection's turn, and the caller's, and there is room for a byte. */
    void awaitRoom(Fiber fiber) throws IOException, InterruptedException {
        if (isFirst(fiber) && output.room() > 0) {
            return;
        }
        awaitTaken(fiber, false, false);
    }

    /** Waits until it is the connection's turn, and the caller's, and the system has taken all output. */
    void awaitTaken(Fiber fiber) throws IOException, InterruptedException {
        awaitTaken(fiber, true, false);
    }

    /** Waits for the same, and then ends the output. */
    void awaitEnd(Fiber fiber) throws IOException, InterruptedException {
        awaitTaken(fiber, true, true);
    }

    private void awaitTaken(Fiber fiber, boolean all, boolean ends) throws IOException, InterruptedException {
        fiber.limit(timeoutNanos);
        try {
            while (!isFirst(fiber) || ((all || output.room() == 0) && !taken)) {
                requireOpen();
                if (isFirst(fiber)) {
                    wantsFlush = true;
                    wantsEnd = ends;
                } else if (!inTurn) {
                    connection.resume();
                }
                await(fiber);
            }
            requireOpen();
        } finally {
            fiber.unlimit();
            if (writers.peekFirst() == fiber) {
                wantsFlush = false;
                wantsEnd = false;
                taken = false;
            }
        }
    }

    void leaveLine(Fiber fiber) {
        writers.remove(fiber);
        if (!inTurn && !writers.isEmpty()) {
            connection.resume();
        }
    }

    /** Whether a write may start at once: it is the connection's turn, and nobody is in line. */
    boolean mayWriteNow() {
        return inTurn && writers.isEmpty() && !closing;
    }

    private boolean isFirst(Fiber fiber) {
        return inTurn && writers.peekFirst() == fiber;
    }

    private void await(Fiber fiber) throws IOException, InterruptedException {
        if (fiber.isLate()) {
            throw new SocketTimeoutException(connection + " did not go on in time");
        }
        fiber.park();
    }

    private void requireOpen() throws IOException {
        if (closed || closing) {
            ClosedChannelException refusal = new ClosedChannelException();
            refusal.initCause(connection.lost());
            throw refusal;
        }
    }

    private Fiber fiberOfLoop() {
        Fiber fiber = Fiber.current();
        if (fiber.loop() != connection.loop()) {
            throw new IllegalStateException(connection + " is another loop's, not that of " + fiber);
        }
        return fiber;
    }

    /** Closes the connection when all that was written is sent. Any thread. */
    void close() {
        if (isHome(this::close) && !closing && !closed) {
            closing = true;
            if (timeoutNanos != Fiber.FOREVER) {
                lastWait = new Timer(new LastWait());
                connection.loop().timers().arm(lastWait, System.nanoTime() + timeoutNanos);
            }
            wakeAll();
            if (!inTurn) {
                connection.resume();
            }
        }
    }

    /** Closes the connection; what is unsent is lost. Any thread. */
    void abort() {
        if (!isHome(this::abort) || closed) {
            return;
        }
        closing = true;
        if (inTurn) {
            connection.close();
        } else {
            // Not here: what the connection holds is freed by the loop's own thread.
            connection.loop().executor().execute(connection::close);
        }
    }

    /** Whether the caller is on the loop; {@code action} is sent there otherwise. */
    private boolean isHome(Runnable action) {
        EventLoop loop = connection.loop();
        if (loop.isLoopThread()) {
            return true;
        }
        try {
            loop.executor().execute(action);
        } catch (RejectedExecutionException stopped) {
            // So the connection is closed.
        }
        return false;
    }

    boolean isClosed() {
        return closed || closing;
    }

    /** Closes the connection though something is unsent. */
    private final class LastWait extends Task {
        @Override
        public Step run() {
            if (!closed) {
                connection.close();
            }
            return Step.DONE;
        }
    }
}
