package org.mainmemory.core.loop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;

/** A task of one step that has a result. */
final class CallTask<T extends @Nullable Object> extends Task {

    private final Callable<T> action;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    CallTask(Callable<T> action) {
        this.action = action;
    }

    CompletableFuture<T> result() {
        return result;
    }

    @Override
    public Step run() {
        try {
            result.complete(action.call());
        } catch (Exception failed) {
            result.completeExceptionally(failed);
        } catch (Error failed) {
            result.completeExceptionally(failed);
            throw failed;
        }
        return Step.DONE;
    }
}
