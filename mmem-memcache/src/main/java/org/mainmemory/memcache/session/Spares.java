package org.mainmemory.memcache.session;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/** Objects of one kind that wait to be used again. One loop's thread only. */
final class Spares<T> {

    private final ArrayDeque<T> free = new ArrayDeque<>();
    private final Supplier<T> maker;
    private int taken;

    /** None yet; {@code maker} makes one when none is free. */
    Spares(Supplier<T> maker) {
        this.maker = maker;
    }

    /** A free one. */
    T take() {
        taken++;
        T spare = free.pollLast();
        return spare == null ? maker.get() : spare;
    }

    /** Gives one back. */
    void give(T spare) {
        taken--;
        free.addLast(spare);
    }

    /** How many have been taken and not given back. */
    int taken() {
        return taken;
    }
}
