package org.mainmemory.core.fiber;

/** What a {@link Fiber} does from its start to its end. */
@FunctionalInterface
public interface FiberBody {

    /**
     * Runs on the fiber. An {@link InterruptedException} or a {@link java.util.concurrent.CancellationException} is an
     * end like any other; any other exception is logged with the fiber's name.
     */
    void run() throws Exception;
}
