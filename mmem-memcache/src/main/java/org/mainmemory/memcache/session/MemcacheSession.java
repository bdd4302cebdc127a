package org.mainmemory.memcache.session;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.Session;
import org.mainmemory.core.net.Turn;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.protocol.text.TextDecoder;
import org.mainmemory.memcache.protocol.text.TextError;
import org.mainmemory.memcache.protocol.text.TextReplies;

/**
 * The conversation on one connection: commands are answered in their order, until the input is used up.
 *
 * <p>Between commands it holds nothing but itself. A command that cannot be finished at once (its value has not
 * arrived, its reply does not fit) leaves a {@link Phase}, which goes on when the next call comes.
 *
 * <p>Its first byte decides whether a connection speaks the binary protocol or text, unless the settings do.
 *
 * <p>With -R a turn ends after that many commands, if more input waits; without it a turn answers what the loop's
 * input buffer holds.
 */
final class MemcacheSession implements Session {

    private final SessionContext context;
    private final Connection connection;
    private @Nullable Phase phase;
    private BindingProtocol protocol;
    private Login login;
    /** Bytes at the start of the window that are known to hold no line end. */
    private int searched;
    private final long number;
    /** Whether it counts as one in the middle of a request. */
    private boolean holding;
    private int lastTurnSeconds;
    private String closeReason = "normal";

    MemcacheSession(SessionContext context, Connection connection) {
        this(context, connection, context.server.numberOf(connection));
        if (context.log.observed() != 0) {
            context.log.connection(connection, number, null);
        }
    }

    /** With a number of its own, and told to nobody: for datagrams. */
    MemcacheSession(SessionContext context, Connection connection, long number) {
        this.context = context;
        this.connection = connection;
        this.protocol = context.server.settings().protocolAt(connection.endpoint());
        this.number = number;
        this.lastTurnSeconds = context.command.nowSeconds;
        this.login = context.server.settings().needsLogin() ? Login.MISSING : Login.DONE;
    }

    Connection connection() {
        return connection;
    }

    /** How far the client has come with telling who it is. */
    Login login() {
        return login;
    }

    void login(Login state) {
        login = state;
    }

    @Override
    public Turn onInput(InputBuffer in, OutputBuffer out) {
        beginTurn();
        Progress progress;
        do {
            progress = step(in, out);
        } while (progress == Progress.ON);
        if (context.memory() != null) {
            progress = hold(context.memory(), progress);
        }
        return progress.turn();
    }

    /** Whose request is not complete knows where its item is. */
    @Override
    public void lookAhead(InputBuffer in) {
        if (phase == null) {
            context.keysAhead.note(in);
        }
    }

    private void beginTurn() {
        context.keysAhead.prefetchNoted();
        context.beginTurn();
        context.log.turnOf(number);
        lastTurnSeconds = context.command.nowSeconds;
    }

    private Progress step(InputBuffer in, OutputBuffer out) {
        return phase == null ? commands(in, out) : resume(phase, in, out);
    }

    /**
     * Has a whole conversation: answers the commands in {@code in}, up to one that is not all there or takes more than
     * a turn, and begins anew the next time.
     *
     * @return false if the output did not drain
     */
    boolean answer(InputBuffer in, OutputBuffer out) {
        beginTurn();
        context.requestsLeft = Integer.MAX_VALUE;
        protocol = context.server.settings().bindingProtocol();
        searched = 0;
        try {
            Progress progress;
            do {
                progress = step(in, out);
            } while (progress == Progress.ON && (phase == null || !phase.takesTurns()));
            return progress != Progress.BLOCKED;
        } finally {
            endPhase();
        }
    }

    /** Says that the reply to the last command is too large to be sent, in the protocol last spoken. */
    void refuse(OutputBuffer out) {
        if (protocol == BindingProtocol.BINARY) {
            context.binaryCommands.refuse(out);
        } else {
            context.replies.line(out, "SERVER_ERROR reply too large for UDP");
        }
    }

    /** Where memory is bounded, a request that is not complete has to find room. */
    private Progress hold(ClientMemory memory, Progress progress) {
        boolean unfinished = phase != null && progress != Progress.CLOSE;
        if (unfinished && !holding) {
            holding = memory.hold();
            return holding ? progress : hangUp();
        }
        if (!unfinished && holding) {
            memory.release();
            holding = false;
        }
        return progress;
    }

    /** Closes without sending what has been said in this turn. */
    private Progress hangUp() {
        closeReason = "error";
        connection.close();
        return Progress.CLOSE;
    }

    /** The turn has no more requests to answer: others come first, or there is no room. */
    private Progress endShare() {
        ClientMemory memory = context.memory();
        if (memory != null && memory.isExhausted()) {
            context.counters.count(Counter.RESPONSE_OBJ_OOM);
            return hangUp();
        }
        context.counters.count(Counter.CONN_YIELDS);
        return Progress.AGAIN;
    }

    /** What waits for the output to drain is still told; what waits for input is not. */
    @Override
    public Turn onEndOfInput(InputBuffer in, OutputBuffer out) {
        Turn turn = onInput(in, out);
        return turn == Turn.READ ? Turn.CLOSE : turn;
    }

    /** The clock when the client was last heard or told, in seconds. */
    int lastTurnSeconds() {
        return lastTurnSeconds;
    }

    /** Whether the next thing to come is a command. */
    boolean isIdle() {
        return phase == null;
    }

    /** What {@code stats conns} calls its state. */
    String state() {
        return phase == null ? "conn_read" : phase.state();
    }

    /** Why the connection will be closed, if not because it came to its end. */
    void closesFor(String reason) {
        closeReason = reason;
    }

    @Override
    public void onClose() {
        if (context.log.observed() != 0) {
            context.log.connection(connection, number, closeReason);
        }
        endPhase();
    }

    private void endPhase() {
        if (phase != null) {
            phase.end();
            phase = null;
        }
        if (holding && context.memory() != null) {
            context.memory().release();
            holding = false;
        }
    }

    private Progress resume(Phase unfinished, InputBuffer in, OutputBuffer out) {
        Progress progress = unfinished.resume(connection, in, out);
        if (progress == Progress.ON) {
            phase = null;
            unfinished.end();
        }
        return progress;
    }

    /** Answers commands until the input is used up, or one leaves a phase. */
    private Progress commands(InputBuffer in, OutputBuffer out) {
        while (in.length() > 0) {
            if (context.requestsLeft == 0) {
                return endShare();
            }
            if (out.room() < TextReplies.MAX_LINE && !connection.flush()) {
                return Progress.BLOCKED;
            }
            context.requestsLeft--;
            Progress progress = command(in, out);
            if (progress != Progress.ON || phase != null) {
                return progress;
            }
        }
        return Progress.READ;
    }

    private Progress command(InputBuffer in, OutputBuffer out) {
        if (protocol == BindingProtocol.AUTO) {
            protocol = BindingProtocol.of(in.byteAt(in.start()));
        }
        return protocol == BindingProtocol.BINARY ? binary(in, out) : text(in, out);
    }

    private Progress binary(InputBuffer in, OutputBuffer out) {
        Progress progress = context.binaryCommands.execute(this, in, out);
        phase = context.binaryCommands.takePhase();
        return progress;
    }

    private Progress text(InputBuffer in, OutputBuffer out) {
        if (login != Login.DONE) {
            return logIn(in, out);
        }
        int from = searched;
        searched = 0;
        return switch (context.decoder.decode(in, context.command, from)) {
            case KEYS -> retrieval(false, in, out);
            case VALUE -> storage(in, out);
            case COMMAND -> simple(in, out);
            case META -> meta(in, out);
            case NEED_MORE -> needMore(in);
            case REJECTED -> rejected(in, out);
            case ENDLESS_KEYS -> retrieval(true, in, out);
            case ENDLESS_REJECTED -> endlessRejected(out);
            case HANG_UP -> {
                closeReason = "error";
                yield Progress.CLOSE;
            }
        };
    }

    private Progress logIn(InputBuffer in, OutputBuffer out) {
        switch (context.textLogin.decode(in)) {
            case COMMAND -> {
                if (context.admits(context.textLogin.user(in), context.textLogin.password(in))) {
                    context.replies.stored(out);
                    login = Login.DONE;
                } else {
                    context.replies.error(out, TextError.AUTH_FAILURE);
                }
            }
            case REJECTED -> context.replies.error(out, context.textLogin.error());
            case NEED_MORE -> {
                return Progress.READ;
            }
            default -> {
                return Progress.CLOSE;
            }
        }
        in.consumeTo(context.textLogin.next());
        return Progress.ON;
    }

    /** A short line is searched again; the search of a long one goes on where it stopped. */
    private Progress needMore(InputBuffer in) {
        searched = in.length() > TextDecoder.MAX_UNENDED_LINE ? in.length() : 0;
        return Progress.READ;
    }

    private Progress retrieval(boolean endless, InputBuffer in, OutputBuffer out) {
        Retrieval retrieval = context.retrievals.take();
        Progress progress = retrieval.begin(endless, connection, in, out);
        if (progress == Progress.ON) {
            retrieval.end();
        } else {
            phase = retrieval;
        }
        return progress;
    }

    private Progress storage(InputBuffer in, OutputBuffer out) {
        context.deriveExptime();
        int next = context.decoder.next();
        int length = context.command.valueLength;
        if (in.end() - next - 2 >= length && Receiving.isLineEnd(in, next + length)) {
            context.keyCommands.store(out);
            in.consumeTo(next + length + 2);
            return Progress.ON;
        }
        in.consumeTo(next);
        phase = context.keyCommands.reserve(out);
        return Progress.ON;
    }

    private Progress meta(InputBuffer in, OutputBuffer out) {
        MetaCommands meta = context.metaCommands;
        context.log.meta(true);
        Progress progress = meta.execute(connection, in, out);
        context.log.meta(false);
        phase = meta.takePhase();
        return progress;
    }

    private Progress simple(InputBuffer in, OutputBuffer out) {
        int next = context.decoder.next();
        Opcode opcode = context.command.opcode;
        if (opcode.ordinal() < Opcode.FLUSH_ALL.ordinal()) {
            context.keyCommands.execute(out);
            in.consumeTo(next);
            return Progress.ON;
        }
        Progress progress = context.adminCommands.execute(connection, in, out);
        phase = context.adminCommands.takePhase();
        in.consumeTo(next);
        return progress;
    }

    private Progress rejected(InputBuffer in, OutputBuffer out) {
        TextDecoder decoder = context.decoder;
        if (context.command.opcode == Opcode.FLUSH_ALL && decoder.error() == TextError.BAD_EXPTIME) {
            context.adminCommands.rejectFlush(out);
        } else if (!context.command.noreply) {
            context.replies.error(out, decoder.error());
        }
        in.consumeTo(decoder.next());
        if (decoder.swallow() > 0) {
            phase = context.swallowings.take().begin(decoder.swallow());
        }
        return Progress.ON;
    }

    private Progress endlessRejected(OutputBuffer out) {
        context.replies.error(out, context.decoder.error());
        phase = SkippingLine.ONLY;
        return Progress.ON;
    }
}
