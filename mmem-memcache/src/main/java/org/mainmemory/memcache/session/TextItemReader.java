package org.mainmemory.memcache.session;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.protocol.text.TextReplies;
import org.mainmemory.memcache.store.ItemReader;
import org.mainmemory.memcache.store.ItemView;

/** Writes an item as a VALUE reply, under the key that the command asks for. One per loop. */
final class TextItemReader implements ItemReader {

    private final Command command;
    private final TextReplies replies;
    private final ItemView view = new ItemView();
    private @Nullable OutputBuffer out;
    private int mark;
    private boolean tellCas;

    TextItemReader(Command command, TextReplies replies) {
        this.command = command;
        this.replies = replies;
    }

    /** Where to write from now on, and whether with the CAS. */
    TextItemReader writing(OutputBuffer output, boolean withCas) {
        out = output;
        mark = output.end();
        tellCas = withCas;
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
        if (tellCas) {
            replies.valueHead(output, command, item.clientFlags(), item.valueLength(), item.cas());
        } else {
            replies.valueHead(output, command, item.clientFlags(), item.valueLength());
        }
        item.copyValueTo(output);
        replies.lineEnd(output);
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
