package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Takes from the process what a server that runs has no need of, for good: seccomp of Linux. It may start no program
 * and no process, open no socket but UNIX domain ones (with which a debugger attaches to a JVM), become nobody else,
 * trace nobody, load nothing into the kernel, change no mounts or namespaces. The system ends the process at once, with
 * SIGSYS, when one of its threads tries.
 *
 * <p>What is forbidden is listed, not what is allowed: a JVM compiles, collects and loads classes while it runs, and
 * another release of it may do so with other calls.
 */
public final class Sandbox {

    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SET_MODE_FILTER = 1;
    private static final int ALL_THREADS = 1;

    private static final int FILTER_SIZE = Long.BYTES;
    private static final int PROGRAM_SIZE = 2 * Long.BYTES;

    private Sandbox() {
    }

    /**
     * Closes the sandbox around all threads of the process, and those to come.
     *
     * @throws PosixException if the system refuses
     * @throws UnsupportedOperationException if it is no Linux on a processor whose system calls are known here
     */
    public static void enter() throws PosixException {
        SystemCalls calls = SystemCalls.ofThisMachine();
        long[] filters = SandboxFilter.program(calls);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment steps = arena.allocate(JAVA_LONG, filters.length);
            for (int i = 0; i < filters.length; i++) {
                steps.setAtIndex(JAVA_LONG, i, filters[i]);
            }
            MemorySegment program = arena.allocate(PROGRAM_SIZE, FILTER_SIZE);
            program.set(JAVA_SHORT, 0, (short) filters.length);
            program.set(JAVA_LONG, Long.BYTES, steps.address());
            Libc.callWide("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0);
            int left = Libc.callWide("syscall", calls.seccomp(), SET_MODE_FILTER, ALL_THREADS, program.address());
            if (left != 0) {
                throw new PosixException(PosixException.EPERM, "thread " + left + " has a sandbox of its own");
            }
        }
    }
}
