package org.mainmemory.memcache.store;

import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.Region;

/**
 * Asks the system for large pages of its own, or for no more of them, on a thread of its own: the first such call has
 * to be linked, for which a loop would stand still for some 50 ms. Under the pool's lock only, but for {@link #settle}.
 */
final class LargePages {

    private final Region region;
    private boolean asked;
    private volatile @Nullable Thread last;

    LargePages(Region region) {
        this.region = region;
    }

    /** Asks for them at {@code offset} in the region and behind it. */
    void ask(long offset) {
        asked = true;
        start(() -> region.preferLargePages(offset));
    }

    /** Asks for no more of them; no effect if none were asked for. */
    void askNoMore() {
        if (asked) {
            asked = false;
            start(region::preferSmallPages);
        }
    }

    /** Waits until all has been asked; the region must not be closed before. */
    void settle() {
        Thread thread = last;
        if (thread != null) {
            join(thread);
        }
    }

    private void start(Runnable call) {
        Thread before = last;
        last = Thread.ofPlatform().daemon().name("mmem-large-pages").start(() -> {
            if (before != null) {
                join(before);
            }
            call.run();
        });
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
