package org.mainmemory.server.scheduling;

import java.util.concurrent.locks.LockSupport;
import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.posix.Affinity;
import org.mainmemory.server.posix.PosixException;
import org.slf4j.LoggerFactory;

/**
 * A thread that wakes up every few milliseconds on the processor of a loop, and does nothing else. It is for a loop
 * that sleeps thousands of times a second. On Linux two things come of it:
 *
 * <ul>
 * <li>When a processor falls asleep its periodic tick is taken away, and given back when it wakes up. Each time its
 *     timer is set anew, if the tick was what came next. On a virtual processor that can be a call of the host, twice
 *     for a request in the worst case. With a metronome, mostly, its beat is what comes next, and the timer is left
 *     alone.
 * <li>A loop that has become ready while another thread ran, and was not preferred then, waits until the scheduler
 *     decides anew: when that thread sleeps, at the tick, milliseconds later, or when somebody else wakes up. Further
 *     requests wake up nobody, since the loop is awake. A beat does.
 * </ul>
 *
 * <p>A beat takes some microseconds of CPU, so a metronome rests while its loop sleeps seldom, or has so much to do
 * that it sleeps little.
 */
final class Metronome implements AutoCloseable {

    /** For {@link #beatOn}. */
    static final int NO_PROCESSOR = -1;

    /** Shorter than a tick of a system with HZ=250. There one millisecond saved a little more CPU and no latency. */
    private static final long BEAT_NANOS = 3_000_000;

    /** The system, or somebody, may have changed meanwhile where the thread may run. */
    private static final int BEATS_UNTIL_CONFINED_ANEW = 300;

    private final Thread thread;
    private volatile int wanted = NO_PROCESSOR;

    // The thread's own.
    private int confinedTo = NO_PROCESSOR;
    private int beats;

    /** One that rests. */
    Metronome(String name) {
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** Has it beat on that processor, or rest on {@link #NO_PROCESSOR}. One thread at a time may call. */
    void beatOn(int processor) {
        if (wanted != processor) {
            wanted = processor;
            LockSupport.unpark(thread);
        }
    }

    /** Ends it soon. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                int processor = wanted;
                if (processor == NO_PROCESSOR) {
                    confinedTo = NO_PROCESSOR;
                    LockSupport.park(this);
                } else if (isConfinedTo(processor)) {
                    LockSupport.parkNanos(this, BEAT_NANOS);
                }
            }
        } catch (RuntimeException | LinkageError | OutOfMemoryError failed) {
            note("ends", failed);
        }
    }

    private boolean isConfinedTo(int processor) {
        if (confinedTo == processor && ++beats < BEATS_UNTIL_CONFINED_ANEW) {
            return true;
        }
        beats = 0;
        try {
            Affinity.confineTo(processor);
            confinedTo = processor;
            return true;
        } catch (PosixException refused) {
            // The loop has been taken from that processor since. It is asked again where it is.
            note("rests", refused);
            wanted = NO_PROCESSOR;
            return false;
        }
    }

    private static void note(String what, Throwable why) {
        if (StderrLog.isVerbose()) {
            LoggerFactory.getLogger(Metronome.class).info("{} {}: {}", Thread.currentThread().getName(), what,
                    why.toString());
        }
    }
}
