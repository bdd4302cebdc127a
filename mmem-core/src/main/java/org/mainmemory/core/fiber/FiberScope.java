package org.mainmemory.core.fiber;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Fibers that a fiber starts and does not outlive: leaving the scope interrupts those still at work and waits for
 * them. The first that fails takes the others with it. All run on the loop of the fiber that opened the scope.
 *
 * <pre>{@code
 * try (FiberScope scope = new FiberScope()) {
 *     var a = scope.fork("a", () -> ask(serverA));
 *     var b = scope.fork("b", () -> ask(serverB));
 *     scope.join();
 *     return a.get() + b.get();
 * }
 * }</pre>
 */
public final class FiberScope implements AutoCloseable {

    private final Fiber owner = Fiber.current();
    private final List<Fiber> fibers = new ArrayList<>();
    private @Nullable Throwable failure;
    private boolean cancelled;

    /** Opens a scope; on a fiber. */
    public FiberScope() {
    }

    /** Starts a fiber in the scope. By any fiber of the loop. */
    public <T extends @Nullable Object> CompletableFuture<T> fork(String name, Callable<T> body) {
        if (cancelled) {
            throw new IllegalStateException("the scope is cancelled");
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Fiber fiber = Fiber.start(owner.loop(), name, () -> {
            try {
                result.complete(body.call());
            } catch (Throwable failed) {
                result.completeExceptionally(failed);
                fail(failed);
            }
        });
        // Unless its loop stopped before it could run, it has been completed already.
        var _ = fiber.end().whenComplete((ended, failed) -> result.cancel(false));
        fibers.add(fiber);
        return result;
    }

    /**
     * Waits for all fibers of the scope.
     *
     * @throws ExecutionException with the first exception that one of them ended with
     */
    public void join() throws InterruptedException, ExecutionException {
        // By index: a fiber may fork another.
        for (int i = 0; i < fibers.size(); i++) {
            fibers.get(i).join();
        }
        if (failure != null) {
            throw new ExecutionException(failure);
        }
    }

    /** Interrupts the fibers of the scope, and takes no more. */
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            fibers.forEach(Fiber::interrupt);
        }
    }

    /** Cancels what is not done, and waits for its end, even if the caller is interrupted meanwhile. */
    @Override
    public void close() {
        cancel();
        boolean interrupted = false;
        for (Fiber fiber : fibers) {
            while (!fiber.end().isDone()) {
                try {
                    fiber.join();
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(Throwable failed) {
        if (failure == null && !cancelled) {
            failure = failed;
            cancel();
        }
    }
}
