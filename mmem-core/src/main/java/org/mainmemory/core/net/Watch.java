package org.mainmemory.core.net;

import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** What a connection's channel is watched for: input as a rule. The loop's thread. */
final class Watch {

    private @Nullable SelectionKey key;
    private boolean blocked;
    private boolean deaf;

    /** Begins to watch for input. */
    void begin(SelectionKey registered) {
        key = registered;
    }

    /** Waits until the peer takes what is unsent, and for nothing else. */
    void block() {
        blocked = true;
        set(SelectionKey.OP_WRITE);
    }

    void unblock() {
        blocked = false;
        set(deaf ? 0 : SelectionKey.OP_READ);
    }

    /** Whether something is unsent. */
    boolean isBlocked() {
        return blocked;
    }

    /** Stops watching for input that nobody wants now; only once there is some, so that most waits cost no call. */
    void turnDeaf(int readyOps) {
        if ((readyOps & SelectionKey.OP_READ) != 0) {
            deaf = true;
            set(0);
        }
    }

    /** Input is wanted again. */
    void listen() {
        if (deaf) {
            deaf = false;
            set(SelectionKey.OP_READ);
        }
    }

    private void set(int ops) {
        if (key != null) {
            key.interestOps(ops);
        }
    }
}
