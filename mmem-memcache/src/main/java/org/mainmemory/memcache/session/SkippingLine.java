package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;

/** Drops the rest of an endless line that has been answered with an error. Has no state; one for all. */
final class SkippingLine implements Phase {

    /** The only one. */
    static final SkippingLine ONLY = new SkippingLine();

    private static final byte LF = '\n';

    private SkippingLine() {
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer out) {
        int lf = in.indexOf(LF, in.start());
        if (lf < 0) {
            in.consume(in.length());
            return Progress.READ;
        }
        in.consumeTo(lf + 1);
        return Progress.ON;
    }

    @Override
    public String state() {
        return "conn_swallow";
    }

    @Override
    public void end() {
        // Nothing is held.
    }
}
