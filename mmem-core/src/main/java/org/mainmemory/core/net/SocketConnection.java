package org.mainmemory.core.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.MemoryRuns;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.tls.TlsSettings;
import org.mainmemory.core.net.tls.TlsSide;
import org.mainmemory.core.task.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on a stream socket; what lies between the socket and here is its {@link Wire}'s business.
 *
 * <p>One step of it: send what was left unsent, and go on only if all of it went; read once behind what was left
 * unread; call the session; send once. Most often it does the latter two with others, by way of the loop's
 * {@link Rounds}. From step to step it keeps a block for what is unread and one for what is unsent, where there is such
 * a thing, and no other buffer. While something is unsent the channel is watched for writing alone: a peer that does
 * not read is neither read from nor worked for, and costs two blocks at most (with TLS four).
 */
final class SocketConnection extends SocketPeer {

    /** Neighbours in the list of {@link LoopConnections}. */
    @Nullable SocketConnection before;
    @Nullable SocketConnection after;

    private final LoopConnections home;
    private final EventLoop loop;
    private final SocketChannel channel;
    private final Protocol protocol;

    private final Watch watch = new Watch();
    private @Nullable Session session;
    private Wire wire;
    private final TurnInput receiving;
    private final TurnOutput sending;

    /** How the session's last turn ended. */
    private Turn turn = Turn.READ;

    private boolean inTurn;
    private boolean resumed;
    private boolean endShown;
    private boolean closing;
    private boolean closed;

    /** A connection whose first step, on the loop of {@code home}, opens it as a session of {@code protocol}. */
    SocketConnection(
            LoopConnections home, SocketChannel channel, @Nullable Endpoint endpoint, long id, Protocol protocol)
            throws IOException {
        super(channel, endpoint, id);
        this.home = home;
        this.loop = home.loop();
        this.channel = channel;
        this.wire = new PlainWire(channel, home.io());
        this.receiving = new TurnInput(loop.counters(), loop.buffers());
        this.sending = new TurnOutput(loop.counters(), loop.buffers());
        this.protocol = protocol;
    }

    @Override
    public Step run() {
        if (closed) {
            return Step.DONE;
        }
        try {
            return session == null ? open() : serve(session, takeReadyOps());
        } catch (Throwable failed) {
            return fail(failed);
        }
    }

    private Step open() throws IOException {
        home.add(this);
        if (home.isDraining()) {
            return shut();
        }
        Endpoint endpoint = endpoint();
        TlsSettings tls = endpoint == null ? null : endpoint.tls();
        if (tls != null) {
            secure(tls);
        }
        session = protocol.open(this);
        if (closing) {
            return shut();
        }
        watch.begin(loop.register(channel, SelectionKey.OP_READ, this));
        return wire.hasUnread() ? Step.AGAIN : Step.PARKED;
    }

    /** Puts TLS on the socket. Before there is a session. */
    void secure(TlsSide side) throws IOException {
        wire = new TlsWire(home.tls(), this, wire, side);
    }

    private Step serve(Session talk, int readyOps) throws IOException {
        if (watch.isBlocked()) {
            if (!sending.sendKept(wire)) {
                return Step.PARKED;
            }
            watch.unblock();
        }
        if (turn == Turn.CLOSE) {
            return shut();
        }
        if (turn == Turn.WAIT && !resumed) {
            watch.turnDeaf(readyOps);
            return Step.PARKED;
        }
        InputBuffer input = loop.input();
        receiving.beginTurn(input);
        boolean news = mayRead(readyOps) && receiving.receive(wire, input);
        if (!news && ((turn == Turn.READ && !resumed) || !wire.isReady())) {
            return park();
        }
        if (news && turn == Turn.READ && !resumed && receiving.putOff(input)) {
            home.rounds().answerSoon(this);
            return Step.PARKED;
        }
        Step step = answer(talk, input);
        home.rounds().answerAll();
        return step;
    }

    private Step answer(Session talk, InputBuffer input) throws IOException {
        OutputBuffer output = loop.output();
        output.clear();
        turn = converse(talk, input, output);
        return settle(input, output);
    }

    /** Lets its session look at what it received in its step, as the sessions of others do. */
    void lookAhead() {
        if (!closed && session != null) {
            receiving.takeUp(loop.input());
            session.lookAhead(loop.input());
        }
    }

    /** Answers what it received in its step, now that others have received as well. */
    void answerLate() {
        if (closed || session == null) {
            return;
        }
        Step step;
        try {
            receiving.takeUp(loop.input());
            step = answer(session, loop.input());
        } catch (Throwable failed) {
            step = fail(failed);
        }
        if (step == Step.AGAIN) {
            loop.execute(this);
        }
    }

    private boolean mayRead(int readyOps) {
        boolean readable = (readyOps & SelectionKey.OP_READ) != 0 || wire.hasUnread();
        return readable && !receiving.isEnded() && (turn == Turn.READ || (turn != Turn.WAIT && wire.readsAhead()));
    }

    /** There is nothing to tell the session. */
    private Step park() {
        if (home.isDraining()) {
            return shut();
        }
        if (wire.hasUnsent()) {
            watch.block();
            return Step.PARKED;
        }
        return wire.hasUnread() ? Step.AGAIN : Step.PARKED;
    }

    private Turn converse(Session talk, InputBuffer input, OutputBuffer output) {
        boolean allShown = endShown || (receiving.isEnded() && turn == Turn.READ && !resumed);
        Turn result = Turn.READ;
        sending.beginTurn();
        resumed = false;
        inTurn = true;
        try {
            if (!allShown) {
                result = talk.onInput(input, output);
            }
            if (receiving.isEnded() && result == Turn.READ && !closing) {
                endShown = true;
                result = talk.onEndOfInput(input, output);
            }
        } finally {
            inTurn = false;
        }
        if (result != Turn.READ) {
            return result;
        }
        if (resumed) {
            return Turn.AGAIN;
        }
        return receiving.isEnded() || home.isDraining() ? Turn.CLOSE : Turn.READ;
    }

    /** Sends what the session wrote, and keeps what did not go and what it did not consume. */
    private Step settle(InputBuffer input, OutputBuffer output) throws IOException {
        boolean canWait = turn == Turn.READ && !closing && output.length() > 0;
        boolean late = canWait && sending.putOff(output);
        boolean sent = closing || late || sending.send(wire, output);
        sending.throwIfLost();
        if (closing || (sent && turn == Turn.CLOSE)) {
            return shut();
        }
        if (turn == Turn.READ && input.isFull()) {
            log().debug("{} is closed: its session makes nothing of {} bytes", this, input.length());
            return shut();
        }
        if (!receiving.keep(input) || (!sent && !sending.keep(output))) {
            return shutForRoom();
        }
        if (turn == Turn.READ) {
            watch.listen();
        }
        if (!sent) {
            watch.block();
            return Step.PARKED;
        }
        if (late) {
            home.rounds().sendSoon(this);
        } else if (canWait) {
            home.rounds().sendAll();
        }
        boolean idle = turn == Turn.READ ? !wire.hasUnread() : turn == Turn.WAIT && !resumed;
        return idle ? Step.PARKED : Step.AGAIN;
    }

    /** Sends what it wrote in its step, now that the loop's turn ends. */
    void sendLate() {
        if (closed) {
            return;
        }
        try {
            boolean sent = sending.sendLate(wire, loop.output());
            sending.throwIfLost();
            if (!sent && sending.keepLate(loop.output())) {
                watch.block();
            } else if (!sent) {
                shutForRoom();
            }
        } catch (Throwable failed) {
            fail(failed);
        }
    }

    private Step shutForRoom() {
        log().debug("{} is closed: its loop's clients hold as much as they may", this);
        return shut();
    }

    Step fail(Throwable failed) {
        if (failed instanceof IOException lost) {
            sending.fail(lost);
            log().debug("{} is lost: {}", this, failed.toString());
        } else {
            loop.counters().countFailure();
            log().error("{} failed and is closed", this, failed);
        }
        return shut();
    }

    /** Answers DONE, for the caller's convenience. */
    private Step shut() {
        closed = true;
        if (sending.isPutOff()) {
            sendLast();
        }
        receiving.release();
        sending.release();
        home.remove(this);
        disconnect();
        if (session != null) {
            try {
                session.onClose();
            } catch (Throwable failed) {
                loop.counters().countFailure();
                log().error("{} failed while it was closed", this, failed);
            }
        }
        return Step.DONE;
    }

    private void sendLast() {
        try {
            sending.sendLate(wire, loop.output());
        } catch (Throwable failed) {
            loop.counters().countFailure();
            log().error("{} failed to send before it was closed", this, failed);
        }
    }

    /** Closes the channel, and no more: also for a connection that never came to its loop. */
    void disconnect() {
        try {
            wire.close();
        } catch (IOException | RuntimeException failed) {
            log().debug("{} did not close well", this, failed);
        }
        home.countDisconnected();
    }

    /** Lets it answer what it is known to have received and send that, then close. */
    void finish() {
        loop.execute(this);
    }

    @Override
    public boolean isBlocked() {
        return watch.isBlocked();
    }

    @Override
    public boolean flush() {
        if (!inTurn) {
            throw new IllegalStateException("flush() outside a session's turn");
        }
        return sending.send(wire, loop.output()) && sending.mayGoOn();
    }

    @Override
    public boolean isGathering() {
        return wire.isGathering();
    }

    @Override
    public boolean flush(MemoryRuns runs) {
        if (!inTurn) {
            throw new IllegalStateException("flush() outside a session's turn");
        }
        return sending.send(wire, loop.output(), runs) && sending.mayGoOn();
    }

    @Override
    public void endOutput() throws IOException {
        if (!inTurn || loop.output().length() > 0) {
            throw new IllegalStateException("endOutput() with output unsent, or outside a session's turn");
        }
        wire.endOutput();
    }

    @Override
    public void resume() {
        resumed = true;
        if (!inTurn && !closed && !watch.isBlocked()) {
            loop.execute(this);
        }
    }

    @Override
    public @Nullable IOException lost() {
        return sending.lost();
    }

    @Override
    public void close() {
        if (inTurn || session == null) {
            closing = true;
        } else if (!closed) {
            shut();
        }
    }

    @Override
    protected void onLoopStop() {
        if (!closed) {
            shut();
        }
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public @Nullable Session session() {
        return session;
    }

    @Override
    public @Nullable SSLSession tlsSession() {
        return wire.tlsSession();
    }

    /** Asked for when there is something to say: a server that starts need not wait until logging has started. */
    private static Logger log() {
        return LoggerFactory.getLogger(SocketConnection.class);
    }
}
