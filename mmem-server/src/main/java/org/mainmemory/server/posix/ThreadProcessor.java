package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * On which processor a thread of this process runs: the system is asked for another's, and told the caller's own.
 * Linux. One thread's at a time.
 */
public final class ThreadProcessor implements Closeable {

    /** Longer than what the system says of a thread. */
    private static final int LONGEST_LINE = 2048;

    /** Fields from the one behind the name, the third, to the processor, the 39th of proc_pid_stat(5). */
    private static final int FIELDS_BETWEEN = 36;

    private final RandomAccessFile stat;
    private final byte[] line = new byte[LONGEST_LINE];

    private ThreadProcessor(RandomAccessFile stat) {
        this.stat = stat;
    }

    /** Whether this is a system on which {@link #of} and {@link #choose} have an effect. */
    public static boolean canBeChosen() {
        return SystemCalls.areKnownHere();
    }

    /**
     * That of the thread of this name.
     *
     * @throws IOException if there is no such thread, or not one alone
     * @throws UnsupportedOperationException if the system does not list threads
     */
    public static ThreadProcessor of(String name) throws IOException {
        List<Integer> found = Tasks.named(name::equals);
        if (found.size() != 1) {
            throw new IOException(found.size() + " threads are named " + name);
        }
        return new ThreadProcessor(new RandomAccessFile(Tasks.file(found.getFirst(), "stat").toFile(), "r"));
    }

    /**
     * The number of the processor that the thread runs on, or ran on last. Makes no garbage.
     *
     * @throws IOException if the thread has ended
     */
    public int last() throws IOException {
        stat.seek(0);
        return processor(line, stat.read(line));
    }

    /** What follows the name is numbers; the name itself may be anything. */
    static int processor(byte[] line, int length) throws IOException {
        int at = length - 1;
        while (at >= 0 && line[at] != ')') {
            at--;
        }
        at += 2;
        for (int fields = 0; fields < FIELDS_BETWEEN && at < length; at++) {
            fields += line[at] == ' ' ? 1 : 0;
        }
        int number = 0;
        int start = at;
        while (at < length && line[at] >= '0' && line[at] <= '9') {
            number = 10 * number + line[at++] - '0';
        }
        if (at == start) {
            throw new EOFException("no processor is told");
        }
        return number;
    }

    /**
     * Has the calling thread run on that processor alone.
     *
     * @throws PosixException if the system refuses, because the process is kept from that processor
     */
    public static void choose(int processor) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            int words = processor / Long.SIZE + 1;
            MemorySegment mask = arena.allocate(JAVA_LONG, words);
            mask.setAtIndex(JAVA_LONG, processor / Long.SIZE, 1L << processor);
            Libc.callWide("syscall", SystemCalls.ofThisMachine().schedSetaffinity(), 0,
                    (long) words * Long.BYTES, mask.address());
        }
    }

    @Override
    public void close() throws IOException {
        stat.close();
    }
}
