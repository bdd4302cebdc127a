package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** How Linux schedules a thread: struct sched_attr, which sched_getattr(2) reads and sched_setattr(2) sets. */
final class SchedulerAttributes {

    /** The usual policy. */
    static final int OTHER = 0;

    /** Flag: what the thread starts is under the usual policy. */
    static final long RESET_ON_FORK = 1;

    private static final int SIZE = 56;
    private static final int POLICY_OFFSET = 4;
    private static final int FLAGS_OFFSET = 8;
    private static final int NICE_OFFSET = 16;
    private static final int RUNTIME_OFFSET = 24;

    private final SystemCalls calls;
    private final int thread;
    private final MemorySegment attributes;

    private SchedulerAttributes(SystemCalls calls, int thread, Arena arena) {
        this.calls = calls;
        this.thread = thread;
        this.attributes = arena.allocate(SIZE, Long.BYTES);
    }

    /**
     * Those that the thread with this number has, in memory of the arena.
     *
     * @throws PosixException if the thread has ended
     * @throws UnsupportedOperationException if the calls for it are not known here
     */
    static SchedulerAttributes of(int thread, Arena arena) throws PosixException {
        SchedulerAttributes read = new SchedulerAttributes(SystemCalls.ofThisMachine(), thread, arena);
        Libc.callWide("syscall", read.calls.schedGetattr(), thread, read.attributes.address(), SIZE);
        return read;
    }

    int policy() {
        return attributes.get(JAVA_INT, POLICY_OFFSET);
    }

    long flags() {
        return attributes.get(JAVA_LONG, FLAGS_OFFSET);
    }

    /** Counts under the usual policy. In real time the system says 0. */
    int nice() {
        return attributes.get(JAVA_INT, NICE_OFFSET);
    }

    /** Nanoseconds; counts under the usual policy. Linux before 6.12 has none, and says 0. */
    long slice() {
        return attributes.get(JAVA_LONG, RUNTIME_OFFSET);
    }

    SchedulerAttributes nice(int nice) {
        attributes.set(JAVA_INT, NICE_OFFSET, nice);
        return this;
    }

    SchedulerAttributes slice(long nanos) {
        attributes.set(JAVA_LONG, RUNTIME_OFFSET, nanos);
        return this;
    }

    /**
     * Gives the thread these.
     *
     * @throws PosixException if the system refuses, or the thread has ended
     */
    void set() throws PosixException {
        Libc.callWide("syscall", calls.schedSetattr(), thread, attributes.address(), 0);
    }
}
