package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.protocol.binary.BinaryReplies;
import org.mainmemory.memcache.protocol.binary.BinaryRequest;
import org.mainmemory.memcache.store.Reservation;

/** A storage request whose value is still arriving: its bytes go straight into reserved chunks. */
final class BinaryReceiving implements Phase {

    private final SessionContext context;
    private final Reservation reservation = new Reservation();
    private final BinaryRequest request = new BinaryRequest();
    private Opcode opcode = Opcode.SET;

    BinaryReceiving(SessionContext context) {
        this.context = context;
    }

    /** Reserves memory for the value of the command just decoded; STORED if there is some. */
    Outcome begin(BinaryRequest decoded) {
        request.copy(decoded);
        opcode = context.command.opcode;
        return context.store.reserve(context.command, context.result, reservation);
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer out) {
        int count = Math.min(reservation.remaining(), in.length());
        reservation.append(in.bytes(), in.start(), count);
        in.consume(count);
        if (reservation.remaining() > 0) {
            return Progress.READ;
        }
        if (out.room() < BinaryReplies.MAX_PACKET && !connection.flush()) {
            return Progress.BLOCKED;
        }
        context.log.about(reservation.command());
        Outcome outcome = context.store.commit(reservation, context.command.nowSeconds, context.result);
        context.binaryCommands.tellStorage(out, request, opcode, outcome);
        context.log.aboutOwn();
        return Progress.ON;
    }

    @Override
    public String state() {
        return "conn_nread";
    }

    @Override
    public void end() {
        context.store.abort(reservation);
        context.binaryCommands.receivings.give(this);
    }
}
