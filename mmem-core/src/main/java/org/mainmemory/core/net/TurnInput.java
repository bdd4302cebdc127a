package org.mainmemory.core.net;

import java.io.IOException;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.memory.BufferPool;
import org.mainmemory.core.memory.InputBuffer;

/** What a connection receives: in each turn of its session one read, behind what the turn before left. */
final class TurnInput {

    private final LoopCounters counters;
    private final Leftover unread;
    private boolean ended;

    /** Where in the loop's input buffer lies what is put off. */
    private int lateStart;
    private int lateEnd;

    TurnInput(LoopCounters counters, BufferPool buffers) {
        this.counters = counters;
        this.unread = new Leftover(buffers);
    }

    /** Has {@code input} hold a copy of what is unread, and nothing else. */
    void beginTurn(InputBuffer input) {
        input.clear();
        unread.appendTo(input);
    }

    /** Reads once; answers whether there is something new to tell the session. */
    boolean receive(Wire wire, InputBuffer input) throws IOException {
        int count = input.fill(wire);
        if (count > 0) {
            counters.countRead(count);
            return true;
        }
        ended = count < 0;
        return ended;
    }

    /** Sets the input aside for {@link #takeUp}, unless it is the last; answers whether there is room for it. */
    boolean putOff(InputBuffer input) {
        int start = input.start();
        int end = input.end();
        if (ended || !input.setAside()) {
            return false;
        }
        lateStart = start;
        lateEnd = end;
        return true;
    }

    /** Has {@code input} hold what was put off. */
    void takeUp(InputBuffer input) {
        input.takeUp(lateStart, lateEnd);
    }

    /** Whether nothing more will come. */
    boolean isEnded() {
        return ended;
    }

    /** Keeps what is left of the input if there is room for it; answers whether there is. */
    boolean keep(InputBuffer input) {
        return unread.keepIfRoom(input.bytes(), input.start(), input.length());
    }

    /** Forgets what was kept. */
    void release() {
        unread.release();
    }
}
