package org.mainmemory.memcache.session;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.protocol.meta.MetaItem;
import org.mainmemory.memcache.store.ItemReader;
import org.mainmemory.memcache.store.ItemView;

/** Takes what meta commands tell of an item; for mg it writes the reply at once, with the value. One per loop. */
final class MetaItemReader implements ItemReader {

    private final SessionContext context;
    private final MetaCommands commands;
    private final ItemView view = new ItemView();
    private final MetaItem item = new MetaItem();
    private @Nullable OutputBuffer out;
    private int mark;

    MetaItemReader(SessionContext context, MetaCommands commands) {
        this.context = context;
        this.commands = commands;
    }

    /** Writes the reply to mg to {@code output} from now on. */
    MetaItemReader writing(OutputBuffer output) {
        out = output;
        return this;
    }

    /** Writes nothing from now on. */
    MetaItemReader silent() {
        out = null;
        return this;
    }

    /** What was seen of the last item. */
    MetaItem item() {
        return item;
    }

    @Override
    public ItemView view() {
        return view;
    }

    @Override
    public void read(ItemView seen) {
        look(seen);
        OutputBuffer output = out;
        if (output != null) {
            mark = output.end();
            if (commands.writeHead(output)) {
                seen.copyValueTo(output);
                context.replies.lineEnd(output);
            }
        }
    }

    @Override
    public void rewind() {
        if (out != null) {
            out.rewindTo(mark);
        }
    }

    /** Takes what replies tell. */
    void look(ItemView seen) {
        item.valueLength = seen.valueLength();
        item.clientFlags = seen.clientFlags();
        item.cas = seen.cas();
        item.exptime = seen.exptime();
        item.lastUse = seen.lastUse();
        item.fetched = seen.isFetched();
        item.stale = seen.isStale();
        item.tokenSent = seen.isTokenSent();
        item.binaryKey = seen.isBinaryKey();
    }

    /** Whether the value is to be sent: unless the client says that it has this very one. */
    boolean wantsValue(Command command, boolean asked) {
        return asked && !(command.has(Command.COMPARE_CAS) && command.cas == item.cas);
    }
}
