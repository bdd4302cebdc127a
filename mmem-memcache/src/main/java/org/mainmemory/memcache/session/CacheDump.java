package org.mainmemory.memcache.session;

import java.lang.foreign.ValueLayout;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.store.ItemFacts;
import org.mainmemory.memcache.store.ItemVisitor;
import org.mainmemory.memcache.store.ItemWalk;

/** {@code stats cachedump}: items of one class, in no order; as in memcached 2 MiB of them at most. */
final class CacheDump implements Phase, ItemVisitor {

    private static final int MAX_ROW = 320;
    private static final int MAX_BYTES = 2 << 20;

    private final SessionContext context;
    private final int slabClass;
    private final ItemWalk walk = new ItemWalk();
    private OutputBuffer out = new OutputBuffer(0);
    private long rowsLeft;
    private long bytesLeft = MAX_BYTES;
    private boolean walked;

    /** Of {@code limit} items, all if it is 0. */
    CacheDump(SessionContext context, int slabClass, long limit) {
        this.context = context;
        this.slabClass = slabClass;
        this.rowsLeft = limit == 0 ? Long.MAX_VALUE : limit;
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer output) {
        if (output.room() < MAX_ROW && !connection.flush()) {
            return Progress.BLOCKED;
        }
        out = output;
        if (!walked) {
            walked = !context.store.walk(walk, context.command.nowSeconds, this) || rowsLeft == 0
                    || bytesLeft < MAX_ROW;
        }
        if (!walked || out.room() < MAX_ROW) {
            return Progress.AGAIN;
        }
        out.putAscii("END\r\n");
        return Progress.ON;
    }

    @Override
    public boolean visit(ItemFacts item) {
        if (item.slabClass() != slabClass || item.isBinaryKey()) {
            return true;
        }
        if (out.room() < MAX_ROW || rowsLeft == 0 || bytesLeft < MAX_ROW) {
            return false;
        }
        int start = out.end();
        out.putAscii("ITEM ");
        for (int i = 0; i < item.keyLength(); i++) {
            out.putByte(item.memory().get(ValueLayout.JAVA_BYTE, item.keyOffset() + i));
        }
        out.putAscii(" [");
        out.putUnsigned(item.valueLength());
        out.putAscii(" b; ");
        out.putUnsigned(item.exptime() == 0 ? 0 : context.server.clock().unixSeconds(item.exptime()));
        out.putAscii(" s]\r\n");
        rowsLeft--;
        bytesLeft -= out.end() - start;
        return true;
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
