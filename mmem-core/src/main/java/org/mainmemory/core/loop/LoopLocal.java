package org.mainmemory.core.loop;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A variable of which every loop has its own value, made when the loop first asks. What would be one shared object
 * with a lock becomes one without, a loop.
 *
 * <p>Keep one in a static field: each takes a slot in every loop for good.
 */
public final class LoopLocal<T> {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final int slot = COUNT.getAndIncrement();
    private final Function<EventLoop, T> first;

    /** A variable whose value on a loop is at first what {@code first} makes of the loop. */
    public LoopLocal(Function<EventLoop, T> first) {
        this.first = first;
    }

    /** The value on {@code loop}, whose thread the caller must be. */
    @SuppressWarnings("unchecked")
    public T on(EventLoop loop) {
        assert loop.isLoopThread() : "a variable of " + loop;
        Object value = loop.locals().get(slot);
        if (value == null) {
            value = first.apply(loop);
            loop.locals().set(slot, value);
        }
        return (T) value;
    }
}
