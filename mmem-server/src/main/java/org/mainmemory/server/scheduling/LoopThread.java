package org.mainmemory.server.scheduling;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.mainmemory.server.posix.ThreadStat;

/** A loop's thread as the system sees it: where it runs, and how much of the time. One thread's. */
final class LoopThread implements AutoCloseable {

    private static final int ALL = 100;

    private static final long NANOS_PER_TICK = 1_000_000_000L / ThreadStat.TICKS_PER_SECOND;

    private final ThreadStat stat;
    private long readAtNanos;
    private long cpuTicks;
    private int busyPercent = ALL;

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
        busyPercent = percent(stat.cpuTicks() - cpuTicks, nowNanos - readAtNanos);
        readAtNanos = nowNanos;
        cpuTicks = stat.cpuTicks();
    }

    /** At most 100, also for no time. */
    static int percent(long ticks, long nanos) {
        return nanos <= 0 ? ALL : (int) Math.min(ALL, ticks * NANOS_PER_TICK * ALL / nanos);
    }

    /** Of a hundred parts of the time between the last two looks, how many it ran. */
    int busyPercent() {
        return busyPercent;
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
