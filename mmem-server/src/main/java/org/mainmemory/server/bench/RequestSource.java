package org.mainmemory.server.bench;

import java.util.SplittableRandom;

/**
 * Decides what one loop asks next: a flyweight that {@link #next} moves on. With the same settings and loop it makes
 * the same requests each time. One thread.
 */
final class RequestSource {

    private final LoadSettings.Mix mix;
    private final boolean fill;
    private final int step;
    private final SplittableRandom random;
    private final long[] keys;
    private long nextFilled;
    private boolean set;

    /** The source of loop {@code loop}, counted from 0: in fill mode the loops share the keys out among them. */
    RequestSource(LoadSettings settings, int loop) {
        this.mix = settings.mix();
        this.fill = settings.fill();
        this.step = settings.threads();
        this.random = new SplittableRandom(settings.seed() + loop);
        this.keys = new long[mix.keysPerGet()];
        this.nextFilled = loop;
    }

    /** Moves on to the next request; false when there is none, which happens in fill mode only. */
    boolean next() {
        if (fill) {
            set = true;
            keys[0] = nextFilled;
            nextFilled += step;
            return keys[0] < mix.keys();
        }
        set = random.nextInt(mix.sets() + mix.gets()) < mix.sets();
        for (int at = 0; at < keyCount(); at++) {
            keys[at] = random.nextLong(mix.keys());
        }
        return true;
    }

    /** Whether the request is a set; else it is a get. */
    boolean isSet() {
        return set;
    }

    /** Keys in the request; 1 for a set. */
    int keyCount() {
        return set ? 1 : keys.length;
    }

    /** The number of the request's key {@code at}, counted from 0. */
    long key(int at) {
        return keys[at];
    }
}
