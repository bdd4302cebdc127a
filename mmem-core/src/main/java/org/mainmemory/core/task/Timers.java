package org.mainmemory.core.task;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Armed timers, soonest first: a heap of four children a node, in which each timer knows its place, so that arming,
 * moving and cancelling take O(log n). Allocates only when more timers are armed than ever before.
 *
 * <p>Deadlines are on the clock of {@link System#nanoTime()}, which may wrap: they are compared by difference, and all
 * those armed at one time must lie within 292 years of each other. One thread.
 */
public final class Timers {

    private static final int CHILDREN = 4;
    private static final int FIRST_CAPACITY = 16;
    private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(36_500);

    private @Nullable Timer[] heap = new Timer[FIRST_CAPACITY];
    private int size;

    /** {@code limit} in nanoseconds, a hundred years if it is longer: deadlines would not be comparable any more. */
    public static long nanos(Duration limit) {
        return Math.clamp(TimeUnit.NANOSECONDS.convert(limit), -LONGEST_NANOS, LONGEST_NANOS);
    }

    /** Makes {@code timer} due at {@code deadlineNanos}; moves it if it is armed already. */
    public void arm(Timer timer, long deadlineNanos) {
        timer.deadlineNanos = deadlineNanos;
        if (timer.isArmed()) {
            requireOurs(timer);
            settle(timer, timer.position);
            return;
        }
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        settle(timer, size++);
    }

    /** Takes back an {@link #arm}; answers whether the timer was armed. */
    public boolean cancel(Timer timer) {
        if (!timer.isArmed()) {
            return false;
        }
        requireOurs(timer);
        remove(timer);
        return true;
    }

    /** Takes the timer that has been due longest, no longer armed; null if none is due at {@code nowNanos}. */
    public @Nullable Timer pollDue(long nowNanos) {
        if (size == 0) {
            return null;
        }
        Timer soonest = at(0);
        if (soonest.deadlineNanos - nowNanos > 0) {
            return null;
        }
        remove(soonest);
        return soonest;
    }

    /** Whether no timer is armed. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Armed timers. */
    public int size() {
        return size;
    }

    /** Nanoseconds from {@code nowNanos} to the first deadline, 0 if it has passed. There must be a timer armed. */
    public long nanosToNext(long nowNanos) {
        return Math.max(0, at(0).deadlineNanos - nowNanos);
    }

    private void remove(Timer timer) {
        int hole = timer.position;
        timer.position = Timer.IDLE;
        Timer last = at(--size);
        heap[size] = null;
        if (last != timer) {
            settle(last, hole);
        }
    }

    /** Puts {@code timer} in the hole, or wherever above or below it the order wants it. */
    private void settle(Timer timer, int hole) {
        int place = rise(timer, hole);
        if (place == hole) {
            place = sink(timer, hole);
        }
        put(timer, place);
    }

    private int rise(Timer timer, int hole) {
        int place = hole;
        while (place > 0) {
            int parent = (place - 1) / CHILDREN;
            if (!isSooner(timer, at(parent))) {
                break;
            }
            put(at(parent), place);
            place = parent;
        }
        return place;
    }

    private int sink(Timer timer, int hole) {
        int place = hole;
        while (true) {
            int child = soonestChild(place);
            if (child < 0 || !isSooner(at(child), timer)) {
                return place;
            }
            put(at(child), place);
            place = child;
        }
    }

    /** Index of the soonest child of {@code place}, or -1 if it has none. */
    private int soonestChild(int place) {
        int first = place * CHILDREN + 1;
        if (first >= size) {
            return -1;
        }
        int soonest = first;
        int end = Math.min(first + CHILDREN, size);
        for (int child = first + 1; child < end; child++) {
            if (isSooner(at(child), at(soonest))) {
                soonest = child;
            }
        }
        return soonest;
    }

    private void put(Timer timer, int place) {
        heap[place] = timer;
        timer.position = place;
    }

    private Timer at(int place) {
        Timer timer = heap[place];
        assert timer != null;
        return timer;
    }

    private void requireOurs(Timer timer) {
        if (timer.position >= size || heap[timer.position] != timer) {
            throw new IllegalArgumentException("a timer that is armed elsewhere");
        }
    }

    private static boolean isSooner(Timer a, Timer b) {
        return a.deadlineNanos - b.deadlineNanos < 0;
    }
}
