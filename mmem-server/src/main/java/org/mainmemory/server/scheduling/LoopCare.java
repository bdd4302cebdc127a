package org.mainmemory.server.scheduling;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.mainmemory.core.loop.LoopCounters;

/**
 * Looks once a second what the loops do. When they have been busy for some seconds it has their slices shortened, once;
 * from then on each loop has its {@link LoopAid} while it sleeps often. Not before: to link the functions of the C
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

    /** How often a loop sleeps in a pause, at least, if its aids are worth what they cost. */
    static final long OFTEN_SLEEPS = 4_000;

    /** What helps single loops. */
    interface Aids extends AutoCloseable {

        /** Told in each pause, from the first busy ones on, whether the loop with this index sleeps often. */
        void look(int loop, boolean sleepsOften);

        @Override
        void close();
    }

    private final List<LongSupplier> sleeps;
    private final Runnable shorten;
    private final Aids aids;
    private final long[] sleepsBefore;
    private int busyPauses;

    /**
     * What decides.
     *
     * @param sleeps of each loop, how often it has slept so far
     * @param shorten shortens the slices of all
     */
    LoopCare(List<LongSupplier> sleeps, Runnable shorten, Aids aids) {
        this.sleeps = sleeps;
        this.shorten = shorten;
        this.aids = aids;
        this.sleepsBefore = new long[sleeps.size()]; // by hand: for a stream the JVM makes a class at each start
        for (int loop = 0; loop < sleepsBefore.length; loop++) {
            sleepsBefore[loop] = sleeps.get(loop).getAsLong();
        }
    }

    /**
     * For the loops that count there, in order of their index: all of the process.
     *
     * @param realTime whether they may run in real time
     */
    public static LoopCare of(List<LoopCounters> counters, boolean realTime) {
        List<LongSupplier> sleeps = counters.stream().map(loop -> (LongSupplier) loop::sleeps).toList();
        return new LoopCare(sleeps, LoopSlices::shorten, new LoopAids(sleeps.size(), realTime));
    }

    /** What is to be done each {@link #PAUSE}. */
    public void look() {
        long sleptTogether = 0;
        for (int loop = 0; loop < sleepsBefore.length; loop++) {
            long now = sleeps.get(loop).getAsLong();
            long slept = now - sleepsBefore[loop];
            sleepsBefore[loop] = now;
            sleptTogether += slept;
            if (busyPauses == BUSY_PAUSES) {
                aids.look(loop, slept >= OFTEN_SLEEPS);
            }
        }
        if (busyPauses < BUSY_PAUSES) {
            busyPauses = sleptTogether >= BUSY_SLEEPS ? busyPauses + 1 : 0;
            if (busyPauses == BUSY_PAUSES) {
                shorten.run();
            }
        }
    }

    /** Ends the aids. */
    @Override
    public void close() {
        aids.close();
    }
}
