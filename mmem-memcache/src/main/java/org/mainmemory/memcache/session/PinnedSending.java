package org.mainmemory.memcache.session;

import java.nio.charset.StandardCharsets;
import org.mainmemory.core.memory.MemoryRuns;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.store.PinnedItem;

/**
 * Sends values of pinned items: long ones from where they lie, in one write with what is in the output before them, and
 * ends of values, which a copy costs less than a write, by way of the output. One for each loop.
 */
final class PinnedSending {

    /** Fewer bytes than this are copied. */
    private static final int COPIED = 32 << 10;
    /** Chunks in one write: half a MiB. */
    private static final int MOST_RUNS = 8;

    /** What may stand behind a value. */
    static final byte[] NOTHING = {};
    static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);
    static final byte[] END = "\r\nEND\r\n".getBytes(StandardCharsets.US_ASCII);

    private final MemoryRuns runs = new MemoryRuns(MOST_RUNS);

    /**
     * Goes on with the value of {@code pinned}.
     *
     * @param tail what is to stand behind the value
     * @return whether all of both is in the output or sent; else the connection is blocked
     */
    boolean send(PinnedItem pinned, Connection connection, OutputBuffer out, byte[] tail) {
        while (true) {
            if (pinned.remaining() >= COPIED && pinned.isInPlace() && connection.isGathering()) {
                boolean on = sendInPlace(pinned, connection, out, tail);
                if (pinned.remaining() == 0 || !on) {
                    return pinned.remaining() == 0;
                }
            } else {
                pinned.copyTo(out);
                if (pinned.remaining() == 0 && out.room() >= tail.length) {
                    out.putBytes(tail);
                    return true;
                }
                if (!connection.flush()) {
                    return false;
                }
            }
        }
    }

    private boolean sendInPlace(PinnedItem pinned, Connection connection, OutputBuffer out, byte[] tail) {
        runs.clear();
        pinned.addTo(runs);
        boolean whole = runs.length() == pinned.remaining();
        if (whole) {
            runs.tail(tail);
        }
        boolean on = connection.flush(runs);
        int value = (int) Math.min(runs.taken(), pinned.remaining());
        pinned.skip(value);
        if (whole && pinned.remaining() == 0) {
            int sent = (int) runs.taken() - value;
            out.putBytes(tail, sent, tail.length - sent);
        }
        return on;
    }
}
