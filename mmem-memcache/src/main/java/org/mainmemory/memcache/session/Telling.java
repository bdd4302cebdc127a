package org.mainmemory.memcache.session;

import java.lang.foreign.MemorySegment;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;

/** Sends a text of any length that was made beforehand, as the output drains. For statistics; made anew for each. */
final class Telling implements Phase {

    private final MemorySegment text;
    private int sent;

    Telling(byte[] text) {
        this.text = MemorySegment.ofArray(text);
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer out) {
        while (true) {
            int count = Math.min(out.room(), (int) text.byteSize() - sent);
            out.putBytes(text, sent, count);
            sent += count;
            if (sent == text.byteSize()) {
                return Progress.ON;
            }
            if (!connection.flush()) {
                return Progress.BLOCKED;
            }
        }
    }

    @Override
    public void end() {
        // Nothing is held.
    }
}
