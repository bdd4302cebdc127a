package org.mainmemory.server.scheduling;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.mainmemory.server.logging.StderrLog;
import org.mainmemory.server.posix.PosixException;
import org.mainmemory.server.posix.RealTime;
import org.slf4j.LoggerFactory;

/**
 * Whether one loop runs in real time, where the process has the right to it: then its requests do not wait for what
 * else runs on the processor. A loop does while it has something to do, and leaves the others a part of the time.
 */
final class LoopPriority implements AutoCloseable {

    // Of a hundred, how much of the time the loop runs. It begins within bounds that are narrower than those where it
    // ends, since a loop near a bound would change all the time.
    private static final int LEAST_TO_BEGIN = 5;
    private static final int MOST_TO_BEGIN = 85;
    private static final int LEAST = 1;
    private static final int MOST = 92;

    /**
     * Looks after an end at {@link #MOST} in which it does not begin again: a loop that takes all it can get runs half
     * of the time if it has to share, and would seem to have time.
     */
    static final int LOOKS_OF_REST = 30;

    private final String name;
    private @Nullable RealTime realTime;
    private int looksOfRest;

    private LoopPriority(String name) {
        this.name = name;
    }

    /**
     * For the loop whose thread has that name.
     *
     * @param allowed whether it may at all
     */
    static LoopPriority of(String name, boolean allowed) {
        LoopPriority priority = new LoopPriority(name);
        if (allowed) {
            priority.find();
        }
        return priority;
    }

    private void find() {
        try {
            if (RealTime.isBounded()) {
                realTime = RealTime.of(name);
            } else {
                note("stays under the usual policy: real time has no bound here");
            }
        } catch (IOException | RuntimeException unknown) {
            note("stays under the usual policy: " + unknown);
        }
    }

    /** Decides for the time until the next look; {@code busyPercent} is how much of the time the loop has run. */
    void look(int busyPercent) {
        RealTime policy = realTime;
        if (policy == null) {
            return;
        }
        try {
            change(policy, policy.hasBegun() ? goesOn(busyPercent) : begins(busyPercent));
        } catch (PosixException | RuntimeException | LinkageError | OutOfMemoryError failed) {
            realTime = null;
            note("keeps the policy that it has: " + failed);
        }
    }

    private boolean goesOn(int busyPercent) {
        if (busyPercent > MOST) {
            looksOfRest = LOOKS_OF_REST;
        }
        return busyPercent >= LEAST && busyPercent <= MOST;
    }

    private boolean begins(int busyPercent) {
        if (looksOfRest > 0) {
            looksOfRest--;
            return false;
        }
        return busyPercent >= LEAST_TO_BEGIN && busyPercent <= MOST_TO_BEGIN;
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
            note(wanted ? "runs in real time" : "does not run in real time any more");
        }
    }

    /** Ends it. */
    @Override
    public void close() {
        look(0);
    }

    private void note(String what) {
        if (StderrLog.isVerbose()) {
            LoggerFactory.getLogger(LoopPriority.class).info("{} {}", name, what);
        }
    }
}
