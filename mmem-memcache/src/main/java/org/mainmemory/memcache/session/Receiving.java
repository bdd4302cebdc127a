package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.protocol.meta.MetaRequest;
import org.mainmemory.memcache.protocol.text.TextError;
import org.mainmemory.memcache.protocol.text.TextReplies;
import org.mainmemory.memcache.store.Reservation;

/**
 * A storage command whose value is still arriving: its bytes go straight into reserved chunks. Exactly the announced
 * bytes and two more are taken, whatever they are; if those two are not CR LF, nothing is stored.
 */
final class Receiving implements Phase {

    private static final short CR_LF = '\r' | '\n' << Byte.SIZE;

    private final SessionContext context;
    private final Reservation reservation = new Reservation();
    private Opcode opcode = Opcode.SET;
    private boolean noreply;
    private final MetaRequest metaRequest = new MetaRequest();
    private boolean meta;

    Receiving(SessionContext context) {
        this.context = context;
    }

    /** Whether the two bytes at {@code index} are CR LF. */
    static boolean isLineEnd(InputBuffer in, int index) {
        return in.shortAt(index) == CR_LF;
    }

    /** Reserves memory for the value of the command just decoded; STORED if there is some. */
    Outcome begin() {
        meta = false;
        opcode = context.command.opcode;
        noreply = context.command.noreply;
        return context.store.reserve(context.command, context.result, reservation);
    }

    /** The same for a meta command, and what it wants to be told. */
    Outcome begin(MetaRequest request) {
        Outcome outcome = begin();
        meta = true;
        metaRequest.keep(request);
        return outcome;
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer out) {
        int count = Math.min(reservation.remaining(), in.length());
        reservation.append(in.bytes(), in.start(), count);
        in.consume(count);
        if (reservation.remaining() > 0 || in.length() < 2) {
            return Progress.READ;
        }
        if (out.room() < TextReplies.MAX_LINE && !connection.flush()) {
            return Progress.BLOCKED;
        }
        boolean valid = isLineEnd(in, in.start());
        in.consume(2);
        finish(valid, out);
        return Progress.ON;
    }

    private void finish(boolean valid, OutputBuffer out) {
        if (valid) {
            context.log.about(reservation.command());
            context.log.meta(meta);
            Outcome outcome = context.store.commit(reservation, context.command.nowSeconds, context.result);
            if (meta) {
                context.metaCommands.tellStored(out, metaRequest, opcode, outcome);
            } else {
                context.keyCommands.tell(out, opcode, outcome, noreply);
            }
            context.log.aboutOwn();
            context.log.meta(false);
            return;
        }
        context.store.abort(reservation);
        if (!noreply) {
            context.replies.error(out, TextError.BAD_DATA_CHUNK);
        }
    }

    @Override
    public String state() {
        return "conn_nread";
    }

    @Override
    public void end() {
        context.store.abort(reservation);
        context.receivings.give(this);
    }
}
