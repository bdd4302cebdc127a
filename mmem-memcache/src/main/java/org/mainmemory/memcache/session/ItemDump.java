package org.mainmemory.memcache.session;

import java.lang.foreign.ValueLayout;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.protocol.meta.Base64Key;
import org.mainmemory.memcache.store.ItemFacts;
import org.mainmemory.memcache.store.ItemVisitor;
import org.mainmemory.memcache.store.ItemWalk;

/**
 * Tells all live items, a slice of the store at a time: others on the loop come in between, and nothing is looked at
 * while the client does not take what it was told.
 */
final class ItemDump implements Phase, ItemVisitor {

    /** The longest row: a key of 250 bytes, each as %XX, and what is around it. */
    private static final int MAX_ROW = 1024;

    /** What the rows look like. */
    enum Format {
        /** What is known of an item. */
        METADUMP("metadump", "ERROR metadump not allowed", "END\r\n"),
        /** A command that gets it. */
        MGDUMP("mgdump", "ERROR key dump not allowed", "EN\r\n");

        private final String verb;
        private final String refusal;
        private final String end;

        Format(String verb, String refusal, String end) {
            this.verb = verb;
            this.refusal = refusal;
            this.end = end;
        }

        String verb() {
            return verb;
        }

        String refusal() {
            return refusal;
        }
    }

    private final SessionContext context;
    private final Format format;
    private final long classes;
    private final ItemWalk walk = new ItemWalk();
    private OutputBuffer out;
    private boolean begun;
    private boolean walked;

    /** Of the items in {@code classes}, a bit for each. */
    ItemDump(SessionContext context, Format format, long classes) {
        this.context = context;
        this.format = format;
        this.classes = classes;
        this.out = new OutputBuffer(0);
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer output) {
        if (output.room() < MAX_ROW && !connection.flush()) {
            return Progress.BLOCKED;
        }
        out = output;
        if (!begun) {
            begun = true;
            out.putAscii("OK\r\n");
        }
        if (!walked) {
            walked = !context.store.walk(walk, context.command.nowSeconds, this);
        }
        if (!walked || out.room() < MAX_ROW) {
            return Progress.AGAIN;
        }
        out.putAscii(format.end);
        return Progress.ON;
    }

    @Override
    public boolean visit(ItemFacts item) {
        if ((classes >>> item.slabClass() & 1) == 0) {
            return true;
        }
        if (out.room() < MAX_ROW) {
            return false;
        }
        if (format == Format.METADUMP) {
            describe(item);
        } else {
            name(item);
        }
        return true;
    }

    private void describe(ItemFacts item) {
        ServerClock clock = context.server.clock();
        out.putAscii("key=");
        UriKey.put(item.memory(), item.keyOffset(), item.keyLength(), out);
        out.putAscii(item.exptime() == 0 ? " exp=-1" : " exp=" + clock.unixSeconds(item.exptime()));
        out.putAscii(" la=");
        out.putUnsigned(clock.unixSeconds(item.lastUse()));
        out.putAscii(" cas=");
        out.putUnsigned(item.cas());
        out.putAscii(item.isFetched() ? " fetch=yes cls=" : " fetch=no cls=");
        out.putUnsigned(item.slabClass());
        out.putAscii(" size=");
        out.putUnsigned(item.size());
        out.putAscii(" flags=");
        out.putUnsigned(Integer.toUnsignedLong(item.clientFlags()));
        out.putAscii(" \n");
    }

    private void name(ItemFacts item) {
        out.putAscii("mg ");
        if (item.isBinaryKey()) {
            Base64Key.encode(item.memory(), item.keyOffset(), item.keyLength(), out);
            out.putAscii(" b\r\n");
            return;
        }
        for (int i = 0; i < item.keyLength(); i++) {
            out.putByte(item.memory().get(ValueLayout.JAVA_BYTE, item.keyOffset() + i));
        }
        out.putAscii("\r\n");
    }

    @Override
    public boolean takesTurns() {
        return true;
    }

    @Override
    public void end() {
        // Nothing is held.
    }
}
