package org.mainmemory.server.scheduling;

import java.io.IOException;
import org.mainmemory.server.posix.Affinity;

/**
 * What helps one loop: its metronome, which is for one that sleeps often and has not too much to do, and that it runs
 * in real time.
 */
final class LoopAid implements AutoCloseable {

    /** Of a hundred, how much of the time a loop runs, at most, that has a metronome. */
    private static final int METRONOME_PERCENT = 60;

    private final LoopThread thread;
    private final Metronome metronome;
    private final LoopPriority priority;

    private LoopAid(LoopThread thread, Metronome metronome, LoopPriority priority) {
        this.thread = thread;
        this.metronome = metronome;
        this.priority = priority;
    }

    /**
     * For the loop whose thread has that name.
     *
     * @param metronomeName of another thread
     * @param realTime whether it may run in real time
     * @throws IOException if there is no such thread
     * @throws UnsupportedOperationException if the system's calls for it are not known
     */
    static LoopAid of(String name, String metronomeName, boolean realTime) throws IOException {
        if (!Affinity.canBeChosen()) {
            throw new UnsupportedOperationException("the system's calls for it are not known");
        }
        LoopPriority priority = LoopPriority.of(name, realTime);
        LoopThread thread = LoopThread.of(name);
        try {
            return new LoopAid(thread, new Metronome(metronomeName), priority);
        } catch (OutOfMemoryError noMoreThreads) {
            thread.close();
            throw noMoreThreads;
        }
    }

    /**
     * Decides for the time until the next look.
     *
     * @throws IOException if the thread has ended
     */
    void look(boolean sleepsOften) throws IOException {
        thread.look();
        metronome.beatOn(sleepsOften && thread.busyPercent() < METRONOME_PERCENT
                ? thread.processor() : Metronome.NO_PROCESSOR);
        priority.look(thread.busyPercent());
    }

    @Override
    public void close() {
        priority.close();
        metronome.close();
        thread.close();
    }
}
