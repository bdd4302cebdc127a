package org.mainmemory.server.scheduling;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.posix.PosixException;
import org.mainmemory.server.posix.RealTime;
import org.slf4j.LoggerFactory;

/**
 * Whether one loop runs in real time, where the process has the right to it: then its requests do not wait for what
 * else runs on the processor. A loop does while it sleeps often and leaves the others a part of the time.
 */
final class LoopPriority implements AutoCloseable {

    /** Of a hundred, how much of the time a loop runs, at most, when real time begins for it. */
    private static final int BEGIN_PERCENT = 90;

    /** And from how much on it ends: not the same, since a loop near one bound would change all the time. */
    private static final int END_PERCENT = 95;

    private final String name;
    private @Nullable RealTime realTime;

    private LoopPriority(String name, @Nullable RealTime realTime) {
        this.name = name;
        this.realTime = realTime;
    }

    /**
     * For the loop whose thread has that name.
     *
     * @param allowed whether the user wants it
     * @throws IOException if there is no such thread, or the system does not tell about it
     */
    static LoopPriority of(String name, boolean allowed) throws IOException {
        return new LoopPriority(name, allowed && RealTime.isBounded() ? RealTime.of(name) : null);
    }

    /** Decides for the time until the next look. */
    void look(boolean sleepsOften, int busyPercent) {
        if (realTime == null) {
            return;
        }
        try {
            change(realTime, sleepsOften && busyPercent < (realTime.hasBegun() ? END_PERCENT : BEGIN_PERCENT));
        } catch (PosixException refused) {
            realTime = null;
            note("stays under the usual policy: " + refused.getMessage());
        }
    }

    private void change(RealTime policy, boolean wanted) throws PosixException {
        if (wanted == policy.hasBegun()) {
            return;
        }
        if (wanted) {
            policy.begin();
        } else {
            policy.end();
        }
        if (wanted == policy.hasBegun()) {
            note(wanted ? "runs in real time" : "runs under the usual policy");
        }
    }

    /** Ends it. */
    @Override
    public void close() {
        look(false, 0);
    }

    private void note(String what) {
        if (StderrLog.isVerbose()) {
            LoggerFactory.getLogger(LoopPriority.class).info("{} {}", name, what);
        }
    }
}
