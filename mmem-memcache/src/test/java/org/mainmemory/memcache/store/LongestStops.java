package org.mainmemory.memcache.store;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.mainmemory.memcache.command.Opcode;

/**
 * How long the upkeep of a store holds its loop up: {@code LongestStops ITEMS MEGABYTES STEPS} fills a store and works
 * on it with one thread, which takes the times of what it calls. New keys come, so that the index grows; larger values
 * come and expire, so that they are swept; orders move pages; and when the memory is full eviction and the balance of
 * sizes go on too. What counts is CPU time: what else runs on the machine does not.
 */
final class LongestStops {

    private static final int SETS_A_SLICE = 4;
    private static final int SETS_A_SECOND = 20_000;
    private static final int SETS_A_LARGE_VALUE = 10;
    private static final int SETS_A_REASSIGNMENT = 50_000;
    private static final int LARGE = 4000;
    private static final byte[] VALUE = new byte[32];

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final StoreCaller caller;
    private final Times sets = new Times("a set");
    private final Times slices = new Times("a slice of upkeep");

    /** The times of one kind of call, in nanoseconds. */
    private static final class Times {
        private final String name;
        private long[] nanos = new long[1 << 20];
        private int count;

        Times(String name) {
            this.name = name;
        }

        void add(long time) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = time;
        }

        void print() {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            System.out.printf("%-18s %9d times, CPU us: half %.1f, 99.9 of 100 %.1f, 99.999 %.1f, longest %.1f%n",
                    name, count, sorted[count / 2] / 1e3, sorted[(int) (count * 0.999)] / 1e3,
                    sorted[(int) (count * 0.99999)] / 1e3, sorted[count - 1] / 1e3);
        }
    }

    private LongestStops(Store store) {
        caller = new StoreCaller(store);
    }

    public static void main(String[] arguments) {
        int items = Integer.parseInt(arguments[0]);
        long memory = Long.parseLong(arguments[1]) << 20;
        int steps = Integer.parseInt(arguments[2]);
        try (Store store = Store.open(StoreSettings.defaults(1).withMemoryLimit(memory))) {
            LongestStops stops = new LongestStops(store);
            for (int i = 0; i < items; i++) {
                stops.caller.set("k" + i, VALUE);
            }
            StoreStats before = store.stats();
            stops.work(steps / 4);
            stops.sets.count = 0;
            stops.slices.count = 0;
            stops.work(steps);
            StoreStats after = store.stats();
            stops.sets.print();
            stops.slices.print();
            System.out.printf("index grew by %d KiB, %d items expired, %d were evicted, %d pages moved; %d items%n",
                    (after.hashBytes() - before.hashBytes()) >> 10, after.reclaimed() - before.reclaimed(),
                    after.evictions() - before.evictions(), after.slabsMoved() - before.slabsMoved(),
                    after.currItems());
        }
    }

    private void work(int steps) {
        for (int step = 1; step <= steps; step++) {
            long start = threads.getCurrentThreadCpuTime();
            set(step);
            sets.add(threads.getCurrentThreadCpuTime() - start);
            if (step % SETS_A_SLICE == 0) {
                start = threads.getCurrentThreadCpuTime();
                caller.store.maintain(0, caller.now);
                slices.add(threads.getCurrentThreadCpuTime() - start);
            }
            if (step % SETS_A_SECOND == 0) {
                caller.now++;
            }
            if (step % SETS_A_REASSIGNMENT == 0) {
                caller.store.reassign(-1, 0, caller.now);
            }
        }
    }

    private void set(int step) {
        if (step % SETS_A_LARGE_VALUE == 0) {
            caller.command(Opcode.SET, "large" + caller.now + "-" + step);
            caller.command.exptimeSeconds = caller.now + 1;
            caller.store(caller.command, new byte[LARGE / 4 + step % LARGE]);
        } else {
            caller.set("new" + caller.now + "-" + step, VALUE);
        }
    }
}
