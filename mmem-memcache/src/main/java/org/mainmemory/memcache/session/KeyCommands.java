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
    private final SessionCounters counters;

    KeyCommands(SessionContext context) {
        this.context = context;
        this.store = context.store;
        this.command = context.command;
        this.result = context.result;
        this.replies = context.replies;
        this.counters = context.counters;
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
            counters.count(SlabCounter.CMD_SET, result.slabClass);
        }
        tell(out, command.opcode, outcome, command.noreply);
    }

    /** A storage command whose value has yet to come, or does not end as it should: the phase that takes it in. */
    Phase reserve(OutputBuffer out) {
        Receiving receiving = context.receivings.take();
        Outcome outcome = receiving.begin();
        if (outcome == Outcome.STORED) {
            counters.count(SlabCounter.CMD_SET, result.slabClass);
            return receiving;
        }
        receiving.end();
        tell(out, command.opcode, outcome, command.noreply);
        return context.swallowings.take().begin(context.decoder.swallow());
    }

    /** Counts and tells what came of a storage command. */
    void tell(OutputBuffer out, Opcode opcode, Outcome outcome, boolean noreply) {
        if (outcome == Outcome.TOO_LARGE) {
            counters.count(Counter.STORE_TOO_LARGE);
        } else if (outcome == Outcome.OUT_OF_MEMORY) {
            counters.count(Counter.STORE_NO_MEMORY);
        } else if (opcode == Opcode.CAS) {
            countCas(outcome);
        }
        if (!noreply) {
            replies.storage(out, outcome);
        }
    }

    private void countCas(Outcome outcome) {
        switch (outcome) {
            case STORED -> counters.count(SlabCounter.CAS_HITS, result.slabClass);
            case EXISTS -> counters.count(SlabCounter.CAS_BADVAL, result.slabClass);
            default -> counters.count(Counter.CAS_MISSES);
        }
    }

    private void delete(OutputBuffer out) {
        boolean deleted = store.delete(command, result) == Outcome.DELETED;
        if (deleted) {
            counters.count(SlabCounter.DELETE_HITS, result.slabClass);
        } else {
            counters.count(Counter.DELETE_MISSES);
        }
        if (command.noreply) {
            return;
        }
        if (deleted) {
            replies.deleted(out);
        } else {
            replies.notFound(out);
        }
    }

    private void touch(OutputBuffer out) {
        context.deriveExptime();
        boolean touched = store.touch(command, result) == Outcome.HIT;
        if (touched) {
            counters.count(SlabCounter.TOUCH_HITS, result.slabClass);
        } else {
            counters.count(Counter.TOUCH_MISSES);
        }
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
        boolean incr = command.opcode == Opcode.INCR;
        Outcome outcome = store.count(command, result);
        if (outcome == Outcome.COUNTED) {
            counters.count(incr ? SlabCounter.INCR_HITS : SlabCounter.DECR_HITS, result.slabClass);
        } else if (outcome == Outcome.NOT_FOUND) {
            counters.count(incr ? Counter.INCR_MISSES : Counter.DECR_MISSES);
        }
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
