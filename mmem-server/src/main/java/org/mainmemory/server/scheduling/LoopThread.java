package org.mainmemory.server.scheduling;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.mainmemory.server.posix.ThreadStat;

/** A loop's thread as the system sees it: where it runs, and how much of the time. One thread's. */
final class LoopThread implements AutoCloseable {

    /** Of a hundred, how much of the time a loop runs that has time. */
    private static final int PERCENT_WITH_TIME = 60;

    private static final long NANOS_PER_TICK = 1_000_000_000L / ThreadStat.TICKS_PER_SECOND;

    private final ThreadStat stat;
    private long readAtNanos;
    private long cpuTicks;
    private boolean hasTime;

    private LoopThread(ThreadStat stat) throws IOException {
        this.stat = stat;
        stat.read();
        readAtNanos = System.nanoTime();
        cpuTicks = stat.cpuTicks();
    }

    /** The one with that name. */
    static LoopThread of(String name) throws IOException {
        return new LoopThread(ThreadStat.of(name));
    }

    /**
     * Asks the system.
     *
     * @throws IOException if the thread has ended
     */
    void look() throws IOException {
        stat.read();
        long nowNanos = System.nanoTime();
        hasTime = hasTime(stat.cpuTicks() - cpuTicks, nowNanos - readAtNanos);
        readAtNanos = nowNanos;
        cpuTicks = stat.cpuTicks();
    }

    static boolean hasTime(long ticks, long nanos) {
        return ticks * NANOS_PER_TICK < nanos / 100 * PERCENT_WITH_TIME;
    }

    /** Whether between the last two looks it had nothing to do for a good part of the time. */
    boolean hasTime() {
        return hasTime;
    }

    /** The number of the processor that it ran on at the last look. */
    int processor() {
        return stat.processor();
    }

    @Override
    public void close() {
        try {
            stat.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
