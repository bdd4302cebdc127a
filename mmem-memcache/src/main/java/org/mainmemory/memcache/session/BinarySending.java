package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.store.PinnedItem;

/** A read of a large value: it is held pinned and sent as the output drains. */
final class BinarySending implements Phase {

    private final SessionContext context;
    private final PinnedItem pinned = new PinnedItem();

    BinarySending(SessionContext context) {
        this.context = context;
    }

    /** Pins the item of the command just decoded; HIT unless it is gone. */
    Outcome begin() {
        return context.store.pin(context.command, context.result, pinned);
    }

    /** What is to be sent. */
    PinnedItem pinned() {
        return pinned;
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer out) {
        boolean sent = context.pinnedSending.send(pinned, connection, out, PinnedSending.NOTHING);
        return sent ? Progress.ON : Progress.BLOCKED;
    }

    @Override
    public void end() {
        context.store.unpin(pinned);
        context.binaryCommands.sendings.give(this);
    }
}
