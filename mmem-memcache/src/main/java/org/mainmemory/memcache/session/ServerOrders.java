package org.mainmemory.memcache.session;

/**
 * What clients may order of the process that the server lives in, and what that is told. Called, if nothing else is
 * said, on a loop's thread, which must not be held up: hand longer work to another thread.
 */
public interface ServerOrders {

    /** Orders that are obeyed by nobody. */
    ServerOrders IGNORED = new ServerOrders() {
    };

    /** {@code shutdown}, with {@code graceful} if the client said so. Comes only if shutdown is enabled. */
    default void shutdown(boolean graceful) {
    }

    /**
     * What came of the items of a memory file that an earlier server has left, a line; on the thread that binds the
     * server, which it may hold up.
     */
    default void restartReport(String line) {
    }

    /** No client's order: the server has failed, serves nobody any more and waits to be closed. */
    default void failed() {
    }

    /** {@code verbosity}: how much to log, 0 to 2. */
    default void verbosity(int level) {
    }
}
