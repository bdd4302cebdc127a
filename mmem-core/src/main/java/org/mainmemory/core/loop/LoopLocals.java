package org.mainmemory.core.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A loop's values of all {@link LoopLocal}s, by their slots. */
final class LoopLocals {

    private static final int FIRST_SLOTS = 8;

    private @Nullable Object[] values = new Object[FIRST_SLOTS];

    /** The value in that slot; null if there is none yet. */
    @Nullable Object get(int slot) {
        return slot < values.length ? values[slot] : null;
    }

    void set(int slot, Object value) {
        if (slot >= values.length) {
            values = Arrays.copyOf(values, Math.max(slot + 1, 2 * values.length));
        }
        values[slot] = value;
    }
}
