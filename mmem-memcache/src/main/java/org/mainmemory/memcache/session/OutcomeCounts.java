package org.mainmemory.memcache.session;

import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/**
 * Counts what came of commands at the store, and tells the log if somebody wants to know, the same way whatever
 * protocol they were told in. One per loop, for the {@link Result} of the command just done.
 */
final class OutcomeCounts {

    private final SessionCounters counters;
    private final Result result;
    private final LoopLog log;

    OutcomeCounts(SessionCounters counters, Result result, LoopLog log) {
        this.log = log;
        this.counters = counters;
        this.result = result;
    }

    /** A key was asked for, or touched. */
    void read(boolean touches, boolean hit) {
        if (log.observed() != 0) {
            log.fetched(hit, true);
        }
        if (hit) {
            counters.count(touches ? SlabCounter.TOUCH_HITS : SlabCounter.GET_HITS, result.slabClass);
            return;
        }
        counters.count(touches ? Counter.TOUCH_MISSES : Counter.GET_MISSES);
        found();
    }

    /** Whatever looked for an item may have found a dead one. */
    private void found() {
        if (result.expired) {
            counters.count(Counter.GET_EXPIRED);
        } else if (result.flushed) {
            counters.count(Counter.GET_FLUSHED);
        }
    }

    /** A key was touched without being read. */
    void touch(boolean hit) {
        if (log.observed() != 0) {
            log.fetched(hit, false);
        }
        if (hit) {
            counters.count(SlabCounter.TOUCH_HITS, result.slabClass);
        } else {
            counters.count(Counter.TOUCH_MISSES);
            found();
        }
    }

    /** Memory was found for a value. */
    void set() {
        counters.count(SlabCounter.CMD_SET, result.slabClass);
    }

    /** A storage command is done. */
    void storage(Opcode opcode, Outcome outcome) {
        if (log.observed() != 0) {
            log.stored(opcode, outcome);
        }
        found();
        if (outcome == Outcome.TOO_LARGE) {
            counters.count(Counter.STORE_TOO_LARGE);
        } else if (outcome == Outcome.OUT_OF_MEMORY) {
            counters.count(Counter.STORE_NO_MEMORY);
        } else if (opcode == Opcode.CAS) {
            cas(outcome);
        }
    }

    private void cas(Outcome outcome) {
        switch (outcome) {
            case STORED -> counters.count(SlabCounter.CAS_HITS, result.slabClass);
            case EXISTS -> counters.count(SlabCounter.CAS_BADVAL, result.oldSlabClass);
            default -> counters.count(Counter.CAS_MISSES);
        }
    }

    /** A delete is done; one whose CAS did not match is neither hit nor miss. */
    void delete(Outcome outcome) {
        if (log.observed() != 0) {
            log.deleted(outcome);
        }
        if (outcome == Outcome.DELETED) {
            counters.count(SlabCounter.DELETE_HITS, result.slabClass);
        } else if (outcome == Outcome.NOT_FOUND) {
            counters.count(Counter.DELETE_MISSES);
        }
        found();
    }

    /** An incr or decr is done; one that created its number is neither hit nor miss. */
    void number(Opcode opcode, Outcome outcome) {
        if (log.observed() != 0) {
            log.fetched(outcome != Outcome.NOT_FOUND && !result.created, false);
        }
        boolean incr = opcode == Opcode.INCR;
        if (outcome == Outcome.COUNTED && !result.created) {
            counters.count(incr ? SlabCounter.INCR_HITS : SlabCounter.DECR_HITS, result.slabClass);
        } else if (outcome == Outcome.NOT_FOUND) {
            counters.count(incr ? Counter.INCR_MISSES : Counter.DECR_MISSES);
        }
        found();
    }
}
