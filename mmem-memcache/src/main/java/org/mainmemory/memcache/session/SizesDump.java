package org.mainmemory.memcache.session;

import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.store.ItemFacts;
import org.mainmemory.memcache.store.ItemVisitor;
import org.mainmemory.memcache.store.ItemWalk;

/** {@code stats sizes}: how many items there are of each size in steps of 32 bytes, counted when asked, in slices. */
final class SizesDump implements Phase, ItemVisitor {

    private static final int STEP = 32;

    private final SessionContext context;
    private final ItemWalk walk = new ItemWalk();
    private final TreeMap<Long, Long> counts = new TreeMap<>();
    private final Function<StatsReport, byte[]> form;
    private @Nullable Telling telling;

    /** The reply looks as {@code form} makes it. */
    SizesDump(SessionContext context, Function<StatsReport, byte[]> form) {
        this.context = context;
        this.form = form;
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer out) {
        if (telling != null) {
            return telling.resume(connection, in, out);
        }
        if (!context.store.walk(walk, context.command.nowSeconds, this)) {
            StatsReport report = new StatsReport();
            counts.forEach((size, count) -> report.put(Long.toString(size), count));
            telling = new Telling(form.apply(report));
        }
        return Progress.AGAIN;
    }

    @Override
    public boolean visit(ItemFacts item) {
        counts.merge((item.size() + STEP - 1) / STEP * STEP, 1L, Long::sum);
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
