package org.mainmemory.memcache.session;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.protocol.binary.BinaryReplies;
import org.mainmemory.memcache.protocol.binary.BinaryRequest;
import org.mainmemory.memcache.store.ItemReader;
import org.mainmemory.memcache.store.ItemView;

/** Writes an item as a packet that responds to the request just decoded. One per loop. */
final class BinaryItemReader implements ItemReader {

    private final Command command;
    private final BinaryRequest request;
    private final BinaryReplies replies;
    private final ItemView view = new ItemView();
    private @Nullable OutputBuffer out;
    private int mark;

    BinaryItemReader(Command command, BinaryRequest request, BinaryReplies replies) {
        this.command = command;
        this.request = request;
        this.replies = replies;
    }

    /** Where to write from now on. */
    BinaryItemReader writing(OutputBuffer output) {
        out = output;
        mark = output.end();
        return this;
    }

    @Override
    public ItemView view() {
        return view;
    }

    @Override
    public void read(ItemView item) {
        OutputBuffer output = out();
        mark = output.end();
        replies.itemHead(output, request, command, item.clientFlags(), item.valueLength(), item.cas());
        item.copyValueTo(output);
    }

    @Override
    public void rewind() {
        out().rewindTo(mark);
    }

    private OutputBuffer out() {
        if (out == null) {
            throw new IllegalStateException("no output");
        }
        return out;
    }
}
