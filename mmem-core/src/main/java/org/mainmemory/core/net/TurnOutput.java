package org.mainmemory.core.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.memory.MemoryRuns;
import org.mainmemory.core.memory.OutputBuffer;

/**
 * What a connection sends in one turn of its session: as long as the peer takes all that it is offered, and no more
 * than others on the loop can wait for.
 */
final class TurnOutput {

    /** What one turn of a session may write before others on the loop come first, in bytes. */
    static final int OUTPUT_PER_TURN = 1 << 20;

    private final LoopCounters counters;
    private int written;
    private boolean stuck;

    /** Why nothing can be sent any more. */
    private @Nullable IOException lost;

    TurnOutput(LoopCounters counters) {
        this.counters = counters;
    }

    void beginTurn() {
        written = 0;
        stuck = false;
    }

    /** Writes once, unless a write of this turn took less than it was offered; answers whether the output is empty. */
    boolean send(Wire wire, OutputBuffer output) {
        if (stuck) {
            return false;
        }
        if (output.length() == 0) {
            return !wire.hasUnsent();
        }
        try {
            count(output.drainTo(wire));
        } catch (IOException failed) {
            lost = failed;
        }
        stuck = output.length() > 0 || wire.hasUnsent();
        return !stuck;
    }

    /** The same with {@code runs} behind the output; answers whether all of both went. */
    boolean send(Wire wire, OutputBuffer output, MemoryRuns runs) {
        if (stuck) {
            return false;
        }
        long offered = output.length() + runs.length();
        try {
            int taken = (int) output.drainTo(wire, runs);
            count(taken);
            stuck = taken < offered;
        } catch (IOException failed) {
            lost = failed;
            stuck = true;
        }
        return !stuck;
    }

    private void count(int bytes) {
        counters.countWritten(bytes);
        written += bytes;
    }

    /** Whether the session may send more in this turn. */
    boolean mayGoOn() {
        return written < OUTPUT_PER_TURN;
    }

    /** The connection is of no use any more. */
    void fail(IOException failed) {
        lost = failed;
    }

    /** Why nothing can be sent any more; null if that is not known to be so. */
    @Nullable IOException lost() {
        return lost;
    }
}
