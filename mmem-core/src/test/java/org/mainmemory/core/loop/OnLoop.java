package org.mainmemory.core.loop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;

/** Runs a test's code on a loop's thread. */
public final class OnLoop {

    private OnLoop() {
    }

    /** Posts {@code action} and waits for its result. */
    public static <T> T call(EventLoop loop, Callable<T> action) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        boolean posted = loop.post(task(() -> {
            try {
                result.complete(action.call());
            } catch (Throwable failed) {
                result.completeExceptionally(failed);
            }
        }));
        if (!posted) {
            throw new IllegalStateException("the loop has stopped");
        }
        return result.get(30, TimeUnit.SECONDS);
    }

    /** A task of one step. */
    public static Task task(Runnable action) {
        return new Task() {
            @Override
            public Step run() {
                action.run();
                return Step.DONE;
            }
        };
    }
}
