package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;

/** Drops the value of a storage command that was refused, by count and whatever it holds. */
final class Swallowing implements Phase {

    private final SessionContext context;
    private int left;

    Swallowing(SessionContext context) {
        this.context = context;
    }

    /** Drops the next {@code bytes} bytes. */
    Swallowing begin(int bytes) {
        left = bytes;
        return this;
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer out) {
        int count = Math.min(left, in.length());
        in.consume(count);
        left -= count;
        return left == 0 ? Progress.ON : Progress.READ;
    }

    @Override
    public String state() {
        return "conn_swallow";
    }

    @Override
    public void end() {
        context.swallowings.give(this);
    }
}
