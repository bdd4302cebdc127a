package org.mainmemory.memcache.session;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;
import org.mainmemory.memcache.protocol.meta.MetaDecoder;
import org.mainmemory.memcache.protocol.meta.MetaReplies;
import org.mainmemory.memcache.protocol.meta.MetaRequest;
import org.mainmemory.memcache.protocol.text.TextError;
import org.mainmemory.memcache.store.PinnedItem;
import org.mainmemory.memcache.store.Store;

/**
 * The meta commands: asks the store, counts, replies. Quiet ones keep silent about what usually happens; errors are
 * always told. One per loop.
 */
final class MetaCommands {

    /** Room for one value that is copied and the lines around it. */
    private static final int ROOM = Store.MAX_COPIED_VALUE + MetaReplies.MAX_LINE;

    private final SessionContext context;
    private final Store store;
    private final Command command;
    private final Result result;
    private final OutcomeCounts counts;
    private final MetaDecoder decoder = new MetaDecoder();
    private final MetaRequest request = new MetaRequest();
    private final MetaReplies replies = new MetaReplies();
    private final MetaItemReader reader;
    private @Nullable Phase phase;

    MetaCommands(SessionContext context) {
        this.context = context;
        this.store = context.store;
        this.command = context.command;
        this.result = context.result;
        this.counts = context.counts;
        this.reader = new MetaItemReader(context, this);
    }

    /** Decodes and carries out the command at the start of the window, and consumes it unless the output is full. */
    Progress execute(Connection connection, InputBuffer in, OutputBuffer out) {
        int next = context.decoder.next();
        return switch (decoder.decode(in, command, request, context.decoder.lineEnd(), next)) {
            case VALUE -> storage(in, out, next);
            case COMMAND -> simple(connection, in, out, next);
            default -> rejected(in, out, next);
        };
    }

    /** What the last command leaves to be done, or null. */
    @Nullable Phase takePhase() {
        Phase left = phase;
        phase = null;
        return left;
    }

    private Progress rejected(InputBuffer in, OutputBuffer out, int next) {
        context.replies.error(out, decoder.error());
        in.consumeTo(next);
        if (decoder.swallow() > 0) {
            phase = context.swallowings.take().begin(decoder.swallow());
        }
        return Progress.ON;
    }

    private Progress simple(Connection connection, InputBuffer in, OutputBuffer out, int next) {
        deriveExptimes();
        switch (command.opcode) {
            case GET -> {
                if (request.value && out.room() < ROOM && !connection.flush()) {
                    return Progress.BLOCKED;
                }
                get(out);
            }
            case DELETE -> delete(out);
            case INCR, DECR -> count(out);
            case META_DEBUG -> debug(out);
            default -> {
                replies.noop(out);
                in.consumeTo(next);
                return connection.flush() ? Progress.ON : Progress.BLOCKED;
            }
        }
        in.consumeTo(next);
        return Progress.ON;
    }

    private void deriveExptimes() {
        context.deriveExptime();
        if (command.has(Command.VIVIFY)) {
            context.deriveVivifyExptime();
        }
        if (command.has(Command.RECACHE)) {
            context.deriveRecache();
        }
    }

    private void get(OutputBuffer out) {
        Outcome outcome = store.get(command, result, reader.writing(out));
        if (outcome == Outcome.LARGE) {
            outcome = large(out);
        }
        boolean hit = outcome == Outcome.HIT;
        counts.read(hit && command.has(Command.TOUCH), hit);
        if (!hit && !request.quiet) {
            replies.miss(out, request);
        }
    }

    private Outcome large(OutputBuffer out) {
        SendingValue sending = context.sendings.take();
        PinnedItem pinned = sending.pinned();
        Outcome outcome = store.pin(command, result, pinned);
        if (outcome == Outcome.HIT) {
            reader.look(pinned.view());
            if (writeHead(out)) {
                phase = sending;
                return outcome;
            }
        }
        sending.end();
        return outcome;
    }

    /** Writes the reply to mg up to the value; false if that is all. */
    boolean writeHead(OutputBuffer out) {
        boolean withValue = reader.wantsValue(command, request.value);
        replies.item(out, request, command, result, reader.item(), withValue);
        return withValue;
    }

    private void debug(OutputBuffer out) {
        context.counters.count(Counter.CMD_META);
        Outcome outcome = store.get(command, result, reader.silent());
        if (outcome == Outcome.LARGE) {
            SendingValue sending = context.sendings.take();
            outcome = store.pin(command, result, sending.pinned());
            reader.look(sending.pinned().view());
            sending.end();
        }
        if (outcome != Outcome.HIT) {
            replies.miss(out, request);
            return;
        }
        long size = store.itemSize(command.keyLength, reader.item().clientFlags, reader.item().valueLength);
        replies.debug(out, request, reader.item(), command.nowSeconds, result.slabClass, size);
    }

    private void delete(OutputBuffer out) {
        Outcome outcome = store.delete(command, result);
        if (outcome == Outcome.OUT_OF_MEMORY) {
            context.replies.error(out, TextError.NO_MEMORY);
            return;
        }
        countDelete(outcome);
        if (outcome != Outcome.DELETED || !request.quiet) {
            replies.outcome(out, request, outcome);
        }
    }

    /** An item whose CAS does not match is missed; one that is only marked is neither hit nor missed. */
    private void countDelete(Outcome outcome) {
        if (outcome != Outcome.DELETED || !command.has(Command.INVALIDATE)) {
            counts.delete(outcome == Outcome.EXISTS ? Outcome.NOT_FOUND : outcome);
        }
    }

    private void count(OutputBuffer out) {
        Outcome outcome = store.count(command, result);
        counts.number(command.opcode, outcome);
        switch (outcome) {
            case COUNTED -> {
                if (!request.quiet) {
                    replies.counted(out, request, command, result);
                }
            }
            case NON_NUMERIC -> context.replies.error(out, TextError.NON_NUMERIC);
            case OUT_OF_MEMORY -> context.replies.error(
                    out, result.slabClass == 0 ? TextError.NO_MEMORY_FOR_NUMBER : TextError.NO_MEMORY);
            default -> replies.outcome(out, request, outcome);
        }
    }

    /** Stores at once what has arrived whole; else a phase takes the value in. */
    private Progress storage(InputBuffer in, OutputBuffer out, int next) {
        deriveExptimes();
        int length = command.valueLength;
        if (in.end() - next - 2 >= length && Receiving.isLineEnd(in, next + length)) {
            Outcome outcome = store.store(command, result);
            countSet(outcome);
            tellStored(out, request, command.opcode, outcome);
            in.consumeTo(next + length + 2);
            return Progress.ON;
        }
        Receiving receiving = context.receivings.take();
        Outcome outcome = receiving.begin(request);
        in.consumeTo(next);
        countSet(outcome);
        if (outcome == Outcome.STORED) {
            phase = receiving;
            return Progress.ON;
        }
        receiving.end();
        tellStored(out, request, command.opcode, outcome);
        phase = context.swallowings.take().begin(decoder.swallow());
        return Progress.ON;
    }

    private void countSet(Outcome outcome) {
        if (outcome != Outcome.TOO_LARGE && outcome != Outcome.OUT_OF_MEMORY) {
            counts.set();
        }
    }

    /** Counts and tells what came of ms. */
    void tellStored(OutputBuffer out, MetaRequest asked, Opcode opcode, Outcome outcome) {
        counts.storage(opcode, outcome);
        switch (outcome) {
            case TOO_LARGE -> context.replies.error(out, TextError.TOO_LARGE);
            case OUT_OF_MEMORY -> context.replies.error(out, TextError.NO_MEMORY_STORING);
            default -> {
                if (outcome != Outcome.STORED || !asked.quiet) {
                    replies.stored(out, asked, outcome, result);
                }
            }
        }
    }
}
