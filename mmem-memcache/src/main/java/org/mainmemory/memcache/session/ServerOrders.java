package org.mainmemory.memcache.session;

/**
 * What clients may order of the process that the server lives in. Called on a loop's thread, which must not be held up:
 * hand longer work to another thread.
 */
public interface ServerOrders {

    /** Orders that are obeyed by nobody. */
    ServerOrders IGNORED = new ServerOrders() {
    };

    /** {@code shutdown}, with {@code graceful} if the client said so. Comes only if shutdown is enabled. */
    default void shutdown(boolean graceful) {
    }

    /** No client's order: the server has failed, serves nobody any more and waits to be closed. */
    default void failed() {
    }

    /** {@code verbosity}: how much to log, 0 to 2. */
    default void verbosity(int level) {
    }
}
