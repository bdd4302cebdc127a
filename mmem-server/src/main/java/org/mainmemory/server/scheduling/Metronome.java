package org.mainmemory.server.scheduling;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.posix.ThreadProcessor;
import org.slf4j.LoggerFactory;

/**
 * A thread that wakes up each millisecond on the processor of a loop, and does nothing else. It is for a loop that
 * sleeps thousands of times a second. On Linux two things come of it:
 *
 * <ul>
 * <li>A processor that falls asleep has its clock set to the next time it is needed, and set back when it wakes up,
 *     unless that time is near. On a virtual processor each setting is a call of the host, and takes longer than all
 *     that the loop does for a request. With a metronome the time is always near.
 * <li>The scheduler decides who runs when somebody wakes up. A loop that has become ready while another thread runs,
 *     and was not due then, is asked again when that thread is through with its slice, which is milliseconds; requests
 *     that come in meanwhile wake up nobody, since the loop is awake. The metronome has the scheduler ask again.
 * </ul>
 *
 * <p>A beat takes some microseconds of CPU, so a metronome rests while its loop sleeps seldom: because there is little
 * to do, or because there is so much that it does not come to sleep.
 */
final class Metronome implements AutoCloseable {

    private static final long BEAT_NANOS = 1_000_000;

    /** Beats from one look where the loop runs to the next. */
    private static final int BEATS_TO_LOOK = 100;

    private final ThreadProcessor followed;
    private final Thread thread;
    private volatile boolean beats;

    // The thread's own.
    private int beatsToLook;
    private int processor = -1;

    /** One that rests; it closes {@code followed} in the end. */
    Metronome(String name, ThreadProcessor followed) {
        this.followed = followed;
        thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** Whether it is to beat. */
    void set(boolean on) {
        if (beats != on) {
            beats = on;
            LockSupport.unpark(thread);
        }
    }

    /** Ends it soon. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try (followed) {
            while (!Thread.interrupted()) {
                if (beats) {
                    follow();
                    LockSupport.parkNanos(this, BEAT_NANOS);
                } else {
                    LockSupport.park(this);
                }
            }
        } catch (IOException | RuntimeException | LinkageError failed) {
            if (StderrLog.isVerbose()) {
                LoggerFactory.getLogger(Metronome.class).info("{} ends: {}", thread.getName(), failed.toString());
            }
        }
    }

    private void follow() throws IOException {
        if (beatsToLook-- > 0) {
            return;
        }
        beatsToLook = BEATS_TO_LOOK;
        int now = followed.last();
        if (now != processor) {
            ThreadProcessor.choose(now);
            processor = now;
        }
    }
}
