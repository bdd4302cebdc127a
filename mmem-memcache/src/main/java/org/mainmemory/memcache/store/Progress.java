package org.mainmemory.memcache.store;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells how far a long walk has come, every other second, and in the end how long it took. One thread. */
final class Progress {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String prefix;
    private final Consumer<String> report;
    private final long startNanos = System.nanoTime();
    private long toldNanos = startNanos;

    Progress(String prefix, Consumer<String> report) {
        this.prefix = prefix;
        this.report = report;
    }

    /** Notes that {@code done} of {@code all} are done. */
    void at(long done, long all) {
        long now = System.nanoTime();
        if (now - toldNanos >= INTERVAL_NANOS) {
            toldNanos = now;
            report.accept(prefix + done * 100 / all + " % done");
        }
    }

    /** Tells what came of it. */
    void end(String result) {
        double seconds = (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        report.accept(prefix + result + String.format(Locale.ROOT, " (%.1f s)", seconds));
    }
}
