package org.mainmemory.core.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.memory.BufferPool;
import org.mainmemory.core.memory.MemoryRuns;
import org.mainmemory.core.memory.OutputBuffer;

/**
 * What a connection sends in one turn of its session: as long as the peer takes all that it is offered, and no more
 * than others on the loop can wait for. The last of it may be put off until the loop's turn ends; what the peer does
 * not take is kept.
 */
final class TurnOutput {

    /** What one turn of a session may write before others on the loop come first, in bytes. */
    static final int OUTPUT_PER_TURN = 1 << 20;

    private final LoopCounters counters;
    private final Leftover unsent;
    private int written;
    private boolean stuck;

    /** Why nothing can be sent any more. */
    private @Nullable IOException lost;

    /** Where in the loop's output buffer lies what is put off; empty if nothing is. */
    private int lateStart;
    private int lateEnd;

    TurnOutput(LoopCounters counters, BufferPool buffers) {
        this.counters = counters;
        this.unsent = new Leftover(buffers);
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

    /**
     * Sets the output aside for {@link #sendLate}; answers whether there is any that can wait. The end of what went in
     * part cannot: the peer is at it already.
     */
    boolean putOff(OutputBuffer output) {
        int start = output.start();
        int end = output.end();
        if (stuck || written > 0 || start == end || !output.setAside()) {
            return false;
        }
        lateStart = start;
        lateEnd = end;
        return true;
    }

    /** Offers what was put off to the wire, once; answers whether it took all. */
    boolean sendLate(Wire wire, OutputBuffer output) {
        int start = lateStart;
        lateStart = lateEnd; // whatever happens, it is not offered again
        try {
            int taken = output.drainAside(wire, start, lateEnd);
            lateStart = start + taken;
            count(taken);
        } catch (IOException failed) {
            lost = failed;
        }
        return lateStart == lateEnd && !wire.hasUnsent();
    }

    /** Whether something is put off. */
    boolean isPutOff() {
        return lateStart < lateEnd;
    }

    /** Keeps what was put off if there is room for it; answers whether there is. */
    boolean keepLate(OutputBuffer output) {
        int start = lateStart;
        lateStart = lateEnd;
        return unsent.keepIfRoom(output.bytes(), start, lateEnd - start);
    }

    /** Keeps what is left of the output if there is room for it; answers whether there is. */
    boolean keep(OutputBuffer output) {
        return unsent.keepIfRoom(output.bytes(), output.start(), output.length());
    }

    /** Offers what was kept to the wire; answers whether it took all. */
    boolean sendKept(Wire wire) throws IOException {
        if (!wire.flush()) {
            return false;
        }
        counters.countWritten(unsent.drainTo(wire));
        return unsent.isEmpty() && !wire.hasUnsent();
    }

    /** Forgets what was kept. */
    void release() {
        unsent.release();
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

    void throwIfLost() throws IOException {
        if (lost != null) {
            throw lost;
        }
    }

    /** Why nothing can be sent any more; null if that is not known to be so. */
    @Nullable IOException lost() {
        return lost;
    }
}
