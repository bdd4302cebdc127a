package org.mainmemory.core.loop;

import org.mainmemory.core.task.Task;

/** A task that its loop runs when a channel is ready; see {@link EventLoop#register}. Loop thread only. */
public abstract class ChannelTask extends Task {

    private int readyOps;

    /** The loop stops with the channel still registered: close it. No further step comes. */
    protected abstract void onLoopStop();

    /** What the channel became ready for since the last call, as bits of {@link java.nio.channels.SelectionKey}. */
    protected final int takeReadyOps() {
        int ops = readyOps;
        readyOps = 0;
        return ops;
    }

    /** Adds to what {@link #takeReadyOps} will answer. */
    final void addReadyOps(int ops) {
        readyOps |= ops;
    }
}
