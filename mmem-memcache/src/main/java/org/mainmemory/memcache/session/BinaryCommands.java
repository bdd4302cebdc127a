package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;
import org.mainmemory.memcache.protocol.binary.BinaryDecoder;
import org.mainmemory.memcache.protocol.binary.BinaryReplies;
import org.mainmemory.memcache.protocol.binary.BinaryRequest;
import org.mainmemory.memcache.protocol.binary.BinaryStatus;
import org.mainmemory.memcache.store.Store;

/** The binary protocol's side of the conversation: decodes a request, asks the store, counts, replies. One per loop. */
final class BinaryCommands {

    /** Room for a value that is copied, and what is around it. */
    private static final int READ_ROOM = Store.MAX_COPIED_VALUE + BinaryReplies.MAX_PACKET;
    private static final byte[] VERSION = Version.TEXT.getBytes(US_ASCII);

    final Spares<BinaryReceiving> receivings;
    final Spares<BinarySending> sendings;

    private final SessionContext context;
    private final Store store;
    private final Command command;
    private final Result result;
    private final OutcomeCounts counts;
    private final BinaryRequest request = new BinaryRequest();
    private final BinaryDecoder decoder = new BinaryDecoder();
    private final BinaryReplies replies = new BinaryReplies();
    private final BinaryItemReader reader;
    /** Without CAS in the store (-C), a storage request with one is as good as without. */
    private final boolean comparesCas;
    private final BinaryStats stats;
    private final SaslCommands sasl;
    private @Nullable Phase phase;

    BinaryCommands(SessionContext context) {
        this.context = context;
        this.store = context.store;
        this.command = context.command;
        this.result = context.result;
        this.counts = context.counts;
        this.reader = new BinaryItemReader(command, request, replies);
        this.comparesCas = context.server.settings().store().useCas();
        this.stats = new BinaryStats(context, replies);
        this.sasl = new SaslCommands(context, replies);
        this.receivings = new Spares<>(() -> new BinaryReceiving(context));
        this.sendings = new Spares<>(() -> new BinarySending(context));
    }

    /** What the last request leaves to be done, or null. */
    @Nullable Phase takePhase() {
        Phase left = phase;
        phase = null;
        return left;
    }

    /** Phases in use. */
    int openPhases() {
        return receivings.taken() + sendings.taken();
    }

    /** Answers the request at the start of the window, if it is all there. */
    Progress execute(MemcacheSession session, InputBuffer in, OutputBuffer out) {
        return switch (decoder.decode(in, command, request, session.login() == Login.DONE)) {
            case COMMAND -> command(session.connection(), in, out);
            case VALUE -> value(session, in, out);
            case NEED_MORE -> Progress.READ;
            case REJECTED -> rejected(in, out);
            case REFUSED -> {
                replies.error(out, request, decoder.error());
                yield Progress.CLOSE;
            }
            case HANG_UP -> Progress.CLOSE;
        };
    }

    private Progress command(Connection connection, InputBuffer in, OutputBuffer out) {
        switch (command.opcode) {
            case GETS, GATS -> {
                if (out.room() < READ_ROOM && !connection.flush()) {
                    return Progress.BLOCKED;
                }
                read(out);
            }
            case DELETE -> delete(out);
            case INCR, DECR -> count(out);
            case TOUCH -> touch(out);
            case FLUSH_ALL -> flushAll(out);
            case STATS -> tellStats(out);
            case VERSION -> replies.text(out, request, VERSION);
            case QUIT -> {
                replies.success(out, request, 0);
                return Progress.CLOSE;
            }
            case SASL_LIST -> sasl.list(out, request);
            case NOOP -> replies.success(out, request, 0);
            default -> replies.error(out, request, BinaryStatus.UNKNOWN_COMMAND);
        }
        in.consumeTo(decoder.next());
        return Progress.ON;
    }

    /** Says that the response to the last request is too large. */
    void refuse(OutputBuffer out) {
        replies.error(out, request, BinaryStatus.TOO_LARGE);
    }

    private Progress rejected(InputBuffer in, OutputBuffer out) {
        replies.error(out, request, decoder.error());
        in.consumeTo(decoder.next());
        swallow();
        return Progress.ON;
    }

    private void swallow() {
        if (decoder.swallow() > 0) {
            phase = context.swallowings.take().begin(decoder.swallow());
        }
    }

    private void read(OutputBuffer out) {
        boolean touches = command.opcode == Opcode.GATS;
        if (touches) {
            context.deriveExptime();
        }
        Outcome outcome = store.get(command, result, reader.writing(out));
        if (outcome == Outcome.LARGE) {
            outcome = large(out);
        }
        counts.read(touches, outcome == Outcome.HIT);
        if (outcome != Outcome.HIT) {
            replies.miss(out, request, command);
        }
    }

    private Outcome large(OutputBuffer out) {
        BinarySending sending = sendings.take();
        Outcome outcome = sending.begin();
        if (outcome == Outcome.HIT) {
            replies.itemHead(out, request, command, sending.pinned().clientFlags(), sending.pinned().valueLength(),
                    sending.pinned().cas());
            phase = sending;
        } else {
            sending.end();
        }
        return outcome;
    }

    private Progress value(MemcacheSession session, InputBuffer in, OutputBuffer out) {
        boolean stores = command.opcode.carriesValue();
        return stores ? storage(in, out) : authenticate(session, in, out);
    }

    /** The message is waited for in the window: it is short. */
    private Progress authenticate(MemcacheSession session, InputBuffer in, OutputBuffer out) {
        BinaryStatus flaw = sasl.flaw();
        if (flaw != null) {
            replies.error(out, request, flaw);
            in.consumeTo(decoder.next());
            swallow();
            return Progress.ON;
        }
        int end = decoder.next() + command.valueLength;
        if (in.end() < end) {
            return Progress.READ;
        }
        session.login(sasl.authenticate(out, request, session.login()));
        in.consumeTo(end);
        return Progress.ON;
    }

    private Progress storage(InputBuffer in, OutputBuffer out) {
        context.deriveExptime();
        if (!comparesCas) {
            command.opcode = request.verb().opcode();
            command.options = 0;
        }
        int next = decoder.next();
        int length = command.valueLength;
        if (in.end() - next >= length) {
            tellStorage(out, request, command.opcode, store.store(command, result));
            in.consumeTo(next + length);
        } else {
            in.consumeTo(next);
            reserve(out);
        }
        return Progress.ON;
    }

    private void reserve(OutputBuffer out) {
        BinaryReceiving receiving = receivings.take();
        Outcome outcome = receiving.begin(request);
        if (outcome == Outcome.STORED) {
            phase = receiving;
        } else {
            receiving.end();
            tellStorage(out, request, command.opcode, outcome);
            swallow();
        }
    }

    /** Counts and tells what came of a storage request. */
    void tellStorage(OutputBuffer out, BinaryRequest storage, Opcode opcode, Outcome outcome) {
        if (outcome != Outcome.TOO_LARGE && outcome != Outcome.OUT_OF_MEMORY) {
            counts.set();
        }
        counts.storage(opcode, outcome);
        replies.storage(out, storage, outcome, result.cas);
    }

    private void delete(OutputBuffer out) {
        Outcome outcome = store.delete(command, result);
        counts.delete(outcome);
        if (outcome == Outcome.DELETED) {
            replies.success(out, request, 0);
        } else {
            replies.failure(out, request, outcome);
        }
    }

    private void touch(OutputBuffer out) {
        context.deriveExptime();
        Outcome outcome = store.touch(command, result);
        counts.touch(outcome == Outcome.HIT);
        if (outcome == Outcome.HIT) {
            replies.itemHead(out, request, command, result.clientFlags, 0, result.cas);
        } else {
            replies.failure(out, request, outcome);
        }
    }

    private void count(OutputBuffer out) {
        context.deriveVivifyExptime();
        Outcome outcome = store.count(command, result);
        counts.number(command.opcode, outcome);
        replies.count(out, request, outcome, result.number, result.cas);
    }

    private void flushAll(OutputBuffer out) {
        if (context.adminCommands.flush()) {
            replies.success(out, request, 0);
        } else {
            replies.error(out, request, BinaryStatus.AUTH_FAILED);
        }
    }

    private void tellStats(OutputBuffer out) {
        phase = stats.answer(request);
        if (phase == null) {
            replies.error(out, request, BinaryStatus.NOT_FOUND);
        }
    }
}
