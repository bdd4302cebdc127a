package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.protocol.text.TextError;

/** A retrieval where memory for clients is bounded: the replies to all its keys must find room before the first. */
final class BoundedRetrieval extends Retrieval {

    private final SessionContext context;

    BoundedRetrieval(SessionContext context) {
        super(context);
        this.context = context;
    }

    @Override
    Progress begin(boolean endless, Connection connection, InputBuffer in, OutputBuffer out) {
        if (context.takesReplies(endless ? Integer.MAX_VALUE : keys(in) - 1)) {
            return super.begin(endless, connection, in, out);
        }
        context.counters.count(Counter.RESPONSE_OBJ_OOM);
        context.replies.error(out, TextError.NO_MEMORY_WRITING);
        if (endless) {
            return skip(connection, in, out);
        }
        in.consumeTo(context.decoder.next());
        return Progress.ON;
    }

    private int keys(InputBuffer in) {
        int keys = 0;
        int end = context.decoder.lineEnd();
        int at = context.decoder.keysStart();
        while (context.decoder.nextKey(in, context.command, at, end)) {
            keys++;
            at = context.decoder.keyEnd();
        }
        return keys;
    }
}
