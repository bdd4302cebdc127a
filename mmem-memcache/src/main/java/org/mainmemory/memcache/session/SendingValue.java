package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.store.PinnedItem;

/** Sends a large value and the line end behind it as the output drains; until then it holds the item pinned. */
final class SendingValue implements Phase {

    private final SessionContext context;
    private final PinnedItem pinned = new PinnedItem();

    SendingValue(SessionContext context) {
        this.context = context;
    }

    /** The item to send: to be pinned by whoever took this. */
    PinnedItem pinned() {
        return pinned;
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer out) {
        boolean sent = context.pinnedSending.send(pinned, connection, out, PinnedSending.LINE_END);
        return sent ? Progress.ON : Progress.BLOCKED;
    }

    @Override
    public void end() {
        context.store.unpin(pinned);
        context.sendings.give(this);
    }
}
