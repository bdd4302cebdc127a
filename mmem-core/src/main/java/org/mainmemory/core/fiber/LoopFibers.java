package org.mainmemory.core.fiber;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopLocal;
import org.mainmemory.core.loop.Resident;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fibers of one loop that have begun and not ended: a list that runs through them. The loop's thread. */
final class LoopFibers implements Resident {

    private static final LoopLocal<LoopFibers> FIBERS = new LoopLocal<>(LoopFibers::new);

    private @Nullable Fiber first;
    private int size;
    private int daemons;

    private LoopFibers(EventLoop loop) {
        loop.addResident(this);
    }

    static LoopFibers on(EventLoop loop) {
        return FIBERS.on(loop);
    }

    void add(Fiber fiber) {
        fiber.after = first;
        if (first != null) {
            first.before = fiber;
        }
        first = fiber;
        size++;
        daemons += fiber.isDaemon() ? 1 : 0;
    }

    void remove(Fiber fiber) {
        Fiber before = fiber.before;
        Fiber after = fiber.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after != null) {
            after.before = before;
        }
        size--;
        daemons -= fiber.isDaemon() ? 1 : 0;
    }

    int size() {
        return size;
    }

    @Override
    public boolean isBusy() {
        return size > daemons;
    }

    @Override
    public boolean isGone() {
        return size == 0;
    }

    @Override
    public void leave() {
        for (Fiber fiber = first; fiber != null; fiber = fiber.after) {
            fiber.interrupt();
        }
    }

    @Override
    public void abandon() {
        for (Fiber fiber = first; fiber != null; fiber = fiber.after) {
            log().error("{} does not end though it was interrupted, and is left behind", fiber);
            fiber.leaveBehind();
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(LoopFibers.class);
    }
}
