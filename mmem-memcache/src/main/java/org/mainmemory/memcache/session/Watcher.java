package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;

/**
 * A connection that watches: from now on it is sent log lines and nothing it says is looked at. What it does not take
 * in time is left out, and it is told how many lines that were.
 */
final class Watcher implements Phase {

    private final EventLog log;
    private final int kinds;
    private final Connection connection;
    private final LogRing ring;
    private final byte[] line = new byte[LoopLog.MAX_LINE];
    private final MemorySegment lineBytes = MemorySegment.ofArray(line);
    private final Task waker = new Task() {
        @Override
        public Step run() {
            connection.resume();
            return Step.DONE;
        }
    };
    private long skipped;
    private boolean begun;

    Watcher(EventLog log, int kinds, Connection connection, int bufferBytes) {
        this.log = log;
        this.kinds = kinds;
        this.connection = connection;
        this.ring = new LogRing(bufferBytes);
    }

    /** The kinds of lines it wants, a bit for each. */
    int kinds() {
        return kinds;
    }

    /** Keeps a line for the connection; false if there was no room. The relay's thread. */
    boolean offer(byte[] text, int length, int kind) {
        if (skipped > 0) {
            byte[] note = ("skipped=" + skipped + "\n").getBytes(US_ASCII);
            if (!ring.hasRoom(note.length, length)) {
                skipped++;
                return false;
            }
            ring.offer(note, note.length, kind);
            skipped = 0;
        }
        boolean kept = ring.offer(text, length, kind);
        skipped += kept ? 0 : 1;
        return kept;
    }

    /** Has the connection send what waits. The relay's thread. */
    void wake() {
        connection.loop().post(waker);
    }

    @Override
    public Progress resume(Connection own, InputBuffer in, OutputBuffer out) {
        in.consumeTo(in.end());
        if (!begun) {
            begun = true;
            out.putAscii("OK\r\n");
        }
        while (!ring.isEmpty()) {
            if (out.room() < LoopLog.MAX_LINE && !own.flush()) {
                return Progress.BLOCKED;
            }
            out.putBytes(lineBytes, 0, ring.poll(line));
        }
        return Progress.READ;
    }

    @Override
    public boolean takesTurns() {
        return true;
    }

    @Override
    public String state() {
        return "conn_watch";
    }

    @Override
    public void end() {
        log.remove(this);
    }
}
