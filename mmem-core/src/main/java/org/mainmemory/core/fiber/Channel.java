package org.mainmemory.core.fiber;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue with an end, between fibers of any loops: who receives from an empty one waits, and so does who sends to a
 * full one. Unlike a blocking queue of the JDK it can be closed, and its waits are timed by their own loops.
 *
 * <p>{@link #send} and {@link #receive} are for fibers; {@link #offer}, {@link #poll} and {@link #close} for any
 * thread.
 */
public final class Channel<T> implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<T> items = new ArrayDeque<>();
    private final Line receivers = new Line(false);
    private final Line senders = new Line(true);
    private final int capacity;
    private boolean closed;

    /** A channel that holds up to {@code capacity} items, at least one. */
    public Channel(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a channel of " + capacity);
        }
        this.capacity = capacity;
    }

    /** Sends {@code item}, once there is room; answers false if the channel is closed. */
    public boolean send(T item) throws InterruptedException {
        try {
            return send(item, Fiber.FOREVER);
        } catch (TimeoutException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** As {@link #send(Object)}; throws {@link TimeoutException} if there is no room within {@code limit}. */
    public boolean send(T item, Duration limit) throws InterruptedException, TimeoutException {
        return send(item, Fiber.nanos(limit));
    }

    /** Receives the next item, once there is one; null if the channel is closed and everything has been received. */
    public @Nullable T receive() throws InterruptedException {
        try {
            return receive(Fiber.FOREVER);
        } catch (TimeoutException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** As {@link #receive()}; throws {@link TimeoutException} if nothing comes within {@code limit}. */
    public @Nullable T receive(Duration limit) throws InterruptedException, TimeoutException {
        return receive(Fiber.nanos(limit));
    }

    /** Sends {@code item} unless the channel is full or closed; answers whether it did. */
    public boolean offer(T item) {
        lock.lock();
        try {
            if (closed || items.size() == capacity) {
                return false;
            }
            items.add(item);
            receivers.wakeFirst();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Receives the next item if there is one; null otherwise. */
    public @Nullable T poll() {
        lock.lock();
        try {
            T item = items.poll();
            if (item != null) {
                senders.wakeFirst();
            }
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing in any more. What is inside can still be received. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            receivers.wakeAll();
            senders.wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean send(T item, long limitNanos) throws InterruptedException, TimeoutException {
        Fiber fiber = Fiber.current();
        fiber.limit(limitNanos);
        try {
            while (!offer(item)) {
                if (isClosed()) {
                    return false;
                }
                senders.await(fiber);
            }
            return true;
        } finally {
            senders.leave(fiber);
        }
    }

    private @Nullable T receive(long limitNanos) throws InterruptedException, TimeoutException {
        Fiber fiber = Fiber.current();
        fiber.limit(limitNanos);
        try {
            T item = poll();
            while (item == null && !(isClosed() && isEmpty())) {
                receivers.await(fiber);
                item = poll();
            }
            return item;
        } finally {
            receivers.leave(fiber);
        }
    }

    private boolean isEmpty() {
        lock.lock();
        try {
            return items.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Fibers that wait for one thing, first come first served. */
    private final class Line {
        private final ArrayDeque<Fiber> fibers = new ArrayDeque<>();
        private final boolean toSend;

        Line(boolean toSend) {
            this.toSend = toSend;
        }

        /** Waits in the line, unless there is something to do for it. */
        void await(Fiber fiber) throws InterruptedException, TimeoutException {
            if (fiber.isLate()) {
                throw new TimeoutException(toSend ? "no room in time" : "nothing in time");
            }
            lock.lock();
            try {
                if (closed || hasWork()) {
                    return;
                }
                if (!fibers.contains(fiber)) {
                    fibers.add(fiber);
                }
            } finally {
                lock.unlock();
            }
            fiber.park();
        }

        /** Passes a wake-up on that the caller had and has no use for any more, because it was interrupted or late. */
        void leave(Fiber fiber) {
            fiber.unlimit();
            lock.lock();
            try {
                if (!fibers.remove(fiber) && hasWork()) {
                    wakeFirst();
                }
            } finally {
                lock.unlock();
            }
        }

        void wakeFirst() {
            Fiber first = fibers.poll();
            if (first != null) {
                first.wake();
            }
        }

        void wakeAll() {
            fibers.forEach(Fiber::wake);
        }

        private boolean hasWork() {
            return toSend ? items.size() < capacity : !items.isEmpty();
        }
    }
}
