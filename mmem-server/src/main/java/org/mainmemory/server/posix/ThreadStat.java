package org.mainmemory.server.posix;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * What Linux tells of a thread of this process: on which processor it runs, and for how long it has. As of the last
 * {@link #read}, which makes no garbage. One thread's at a time.
 */
public final class ThreadStat implements Closeable {

    /** How many {@link #cpuTicks} a second has: USER_HZ, the same on all processors that are known here. */
    public static final int TICKS_PER_SECOND = 100;

    /** Longer than what the system tells. */
    private static final int LONGEST_LINE = 2048;

    // Fields of proc_pid_stat(5), counted from the one behind the thread's name, the third.
    private static final int USER_TICKS = 14 - 3;
    private static final int SYSTEM_TICKS = 15 - 3;
    private static final int PROCESSOR = 39 - 3;

    private final RandomAccessFile file;
    private final byte[] line = new byte[LONGEST_LINE];
    private int processor;
    private long cpuTicks;

    private ThreadStat(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Of the thread with this name.
     *
     * @throws IOException if there is none, or more than one
     * @throws UnsupportedOperationException if the system does not list threads
     */
    public static ThreadStat of(String name) throws IOException {
        return new ThreadStat(new RandomAccessFile(Tasks.file(Tasks.theOne(name), "stat").toFile(), "r"));
    }

    /**
     * Asks the system.
     *
     * @throws IOException if the thread has ended
     */
    public void read() throws IOException {
        file.seek(0);
        int length = file.read(line);
        processor = (int) number(line, length, PROCESSOR);
        cpuTicks = number(line, length, USER_TICKS) + number(line, length, SYSTEM_TICKS);
    }

    /** The number of the processor that it runs on, or ran on last. */
    public int processor() {
        return processor;
    }

    /** The CPU time that it has taken, in hundredths of a second. */
    public long cpuTicks() {
        return cpuTicks;
    }

    /** The number in the {@code field}th field behind the name; the name itself may be anything. */
    static long number(byte[] line, int length, int field) throws IOException {
        int at = length - 1;
        while (at >= 0 && line[at] != ')') {
            at--;
        }
        at += 2;
        for (int fields = 0; fields < field && at < length; at++) {
            fields += line[at] == ' ' ? 1 : 0;
        }
        long number = 0;
        int start = at;
        while (at < length && line[at] >= '0' && line[at] <= '9') {
            number = 10 * number + line[at++] - '0';
        }
        if (at == start) {
            throw new EOFException("the system does not tell all of a thread");
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
