package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;
import org.mainmemory.memcache.protocol.text.TextError;
import org.mainmemory.memcache.protocol.text.TextReplies;
import org.mainmemory.memcache.store.Store;

/** Commands on one key: asks the store, counts, replies unless the client wants none. One per loop. */
final class KeyCommands {

    private final SessionContext context;
    private final Store store;
    private final Command command;
    private final Result result;
    private final TextReplies replies;
    private final OutcomeCounts counts;

    KeyCommands(SessionContext context) {
        this.context = context;
        this.store = context.store;
        this.command = context.command;
        this.result = context.result;
        this.replies = context.replies;
        this.counts = context.counts;
    }

    /** delete, incr, decr, touch. */
    void execute(OutputBuffer out) {
        switch (command.opcode) {
            case DELETE -> delete(out);
            case TOUCH -> touch(out);
            default -> count(out);
        }
    }

    /** A storage command whose value is at hand. */
    void store(OutputBuffer out) {
        Outcome outcome = store.store(command, result);
        if (outcome != Outcome.TOO_LARGE && outcome != Outcome.OUT_OF_MEMORY) {
            counts.set();
        }
        tell(out, command.opcode, outcome, command.noreply);
    }

    /** A storage command whose value has yet to come, or does not end as it should: the phase that takes it in. */
    Phase reserve(OutputBuffer out) {
        Receiving receiving = context.receivings.take();
        Outcome outcome = receiving.begin();
        if (outcome == Outcome.STORED) {
            counts.set();
            return receiving;
        }
        receiving.end();
        tell(out, command.opcode, outcome, command.noreply);
        return context.swallowings.take().begin(context.decoder.swallow());
    }

    /** Counts and tells what came of a storage command. */
    void tell(OutputBuffer out, Opcode opcode, Outcome outcome, boolean noreply) {
        counts.storage(opcode, outcome);
        if (!noreply) {
            replies.storage(out, outcome);
        }
    }

    private void delete(OutputBuffer out) {
        Outcome outcome = store.delete(command, result);
        counts.delete(outcome);
        if (command.noreply) {
            return;
        }
        if (outcome == Outcome.DELETED) {
            replies.deleted(out);
        } else {
            replies.notFound(out);
        }
    }

    private void touch(OutputBuffer out) {
        context.deriveExptime();
        boolean touched = store.touch(command, result) == Outcome.HIT;
        counts.touch(touched);
        if (command.noreply) {
            return;
        }
        if (touched) {
            replies.touched(out);
        } else {
            replies.notFound(out);
        }
    }

    private void count(OutputBuffer out) {
        Outcome outcome = store.count(command, result);
        counts.number(command.opcode, outcome);
        if (!command.noreply) {
            tellCount(out, outcome);
        }
    }

    private void tellCount(OutputBuffer out, Outcome outcome) {
        switch (outcome) {
            case COUNTED -> replies.number(out, result.number);
            case NOT_FOUND -> replies.notFound(out);
            case NON_NUMERIC -> replies.error(out, TextError.NON_NUMERIC);
            default -> replies.error(out, TextError.NO_MEMORY);
        }
    }
}
