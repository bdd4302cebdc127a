package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** On which processors a thread may run: sched_setaffinity(2). Linux. */
public final class Affinity {

    private Affinity() {
    }

    /** Whether this is a system on which {@link #confineTo} has an effect. */
    public static boolean canBeChosen() {
        return SystemCalls.areKnownHere();
    }

    /**
     * Has the calling thread run on that processor alone.
     *
     * @throws PosixException if the system refuses: there is no such processor, or it is off, or the process is kept
     *     from it
     */
    public static void confineTo(int processor) throws PosixException {
        long[] words = mask(processor);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocateFrom(JAVA_LONG, words);
            Libc.callWide("syscall", SystemCalls.ofThisMachine().schedSetaffinity(), 0, mask.byteSize(),
                    mask.address());
        }
    }

    /** A bit for each processor, up to the last that is set. */
    static long[] mask(int processor) {
        long[] words = new long[processor / Long.SIZE + 1];
        words[processor / Long.SIZE] = 1L << processor % Long.SIZE;
        return words;
    }
}
