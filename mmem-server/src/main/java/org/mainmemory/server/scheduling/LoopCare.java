package org.mainmemory.server.scheduling;

import java.time.Duration;
import java.util.List;
import org.mainmemory.core.loop.LoopCounters;

/**
 * Looks once a second what the loops do. When they have been busy for some seconds it has their slices shortened, once;
 * from then on each has its {@link Metronome} beat while it sleeps often. Not before: to link the functions of the C
 * library for it takes the JVM most of a tenth of a second and some megabytes, which a server that idles, or that is
 * filled and left alone, is better without.
 *
 * <p>For the main thread.
 */
public final class LoopCare implements AutoCloseable {

    /** From one look to the next. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    /** How often all loops together sleep in a pause, at least, if they are busy. */
    static final long BUSY_SLEEPS = 500;

    /** Pauses in a row in which they were busy: it is no use when clients have only connected, or filled the cache. */
    static final int BUSY_PAUSES = 5;

    /** How often a loop sleeps in a pause, at least, if its metronome is worth what it costs. */
    static final long METRONOME_SLEEPS = 4_000;

    /** Turns metronomes on and off. */
    interface Metronomes extends AutoCloseable {

        /** Has that of the loop with this index beat from now on, or not. */
        void set(int loop, boolean beats);

        @Override
        void close();
    }

    private final List<LoopActivity> loops;
    private final Runnable shorten;
    private final Metronomes metronomes;
    private int busyPauses;

    LoopCare(List<LoopActivity> loops, Runnable shorten, Metronomes metronomes) {
        this.loops = loops;
        this.shorten = shorten;
        this.metronomes = metronomes;
    }

    /** For the loops that count there, in order of their index: all of the process. */
    public static LoopCare of(List<LoopCounters> counters) {
        List<LoopActivity> loops = counters.stream()
                .map(counted -> new LoopActivity(counted::turns, counted::sleeps)).toList();
        return new LoopCare(loops, LoopSlices::shorten, new LoopMetronomes(loops.size()));
    }

    /** What is to be done each {@link #PAUSE}. */
    public void look() {
        long slept = 0;
        for (LoopActivity loop : loops) {
            loop.look();
            slept += loop.slept();
        }
        if (busyPauses < BUSY_PAUSES) {
            busyPauses = slept >= BUSY_SLEEPS ? busyPauses + 1 : 0;
            if (busyPauses < BUSY_PAUSES) {
                return;
            }
            shorten.run();
        }
        for (int loop = 0; loop < loops.size(); loop++) {
            metronomes.set(loop, needsMetronome(loops.get(loop)));
        }
    }

    private static boolean needsMetronome(LoopActivity loop) {
        return loop.slept() >= METRONOME_SLEEPS && loop.hasTime();
    }

    /** Ends the metronomes. */
    @Override
    public void close() {
        metronomes.close();
    }
}
