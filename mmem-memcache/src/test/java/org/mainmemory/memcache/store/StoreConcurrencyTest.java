package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/** Several threads on one guarded store: nobody ever sees half a value, nothing is lost, the books are right after. */
class StoreConcurrencyTest {

    private static final int LOOPS = 4;
    private static final int SHARDS = 4;
    private static final long STEPS = 120_000;
    private static final long STEPS_TO_DETECT = 20_000_000;

    private final long seed = Long.getLong("mmem.seed", new Random().nextLong());

    @Test
    void noReaderSeesHalfAValue() throws InterruptedException {
        hammer(64 << 20, 500, 50_000, STEPS, StampedGuard::new, true);
    }

    @Test
    void noReaderSeesHalfAValueWhileMemoryIsShort() throws InterruptedException {
        hammer(6 << 20, 8_000, 50_000, STEPS, StampedGuard::new, true);
    }

    /** Proof that the tests above can fail: with a guard that notices no writer they do. */
    @Test
    void aGuardThatNoticesNoWriterIsCaught() throws InterruptedException {
        Throwable failure = hammer(64 << 20, 4, 600, STEPS_TO_DETECT, BlindGuard::new, false);
        assertTrue(failure != null, "nobody noticed");
    }

    private @Nullable Throwable hammer(
            long memory, int keys, int longest, long steps, Supplier<Guard> guards, boolean sound)
            throws InterruptedException {
        StoreSettings settings = new StoreSettings(memory, 64 << 10, true, true, 1.25, 48, 512 << 10, LOOPS, false);
        try (Store store = new Store(settings, SHARDS, guards)) {
            List<StoreHammer> hammers = new ArrayList<>();
            for (int i = 0; i < LOOPS; i++) {
                hammers.add(new StoreHammer(store, seed + i, keys, longest, steps));
            }
            runAll(hammers, sound);
            Throwable failure = hammers.stream().map(hammer -> hammer.failure)
                    .filter(thrown -> thrown != null).findFirst().orElse(null);
            if (sound) {
                if (failure != null) {
                    throw new AssertionError("mmem.seed=" + seed, failure);
                }
                StoreInvariants.check(store);
                assertTrue(hammers.stream().mapToLong(hammer -> hammer.hits).sum() > steps / 10, "hardly any hit");
                assertEquals(0, hammers.stream().mapToLong(hammer -> hammer.refusals).sum(), "out of memory");
            }
            return failure;
        }
    }

    private static void runAll(List<? extends Runnable> tasks, boolean toTheEnd) throws InterruptedException {
        List<Thread> threads = tasks.stream().map(Thread::new).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                thread.join(10);
                boolean failed = tasks.stream()
                        .anyMatch(task -> task instanceof StoreHammer hammer && hammer.failure != null);
                if (failed && !toTheEnd) {
                    tasks.forEach(task -> {
                        StoreHammer hammer = (StoreHammer) task;
                        if (hammer.failure == null) {
                            hammer.failure = new AssertionError("stopped");
                        }
                    });
                }
            }
        }
    }

    /** Adds to numbers in two ways, by incr and by gets and cas. */
    private record Adder(Store store, int rounds) implements Runnable {

        @Override
        public void run() {
            StoreCaller caller = new StoreCaller(store);
            for (int i = 0; i < rounds; i++) {
                caller.command(Opcode.INCR, "counted").delta = 1;
                assertEquals(Outcome.COUNTED, store.count(caller.command, caller.result));
                Outcome outcome;
                do {
                    long number = Long.parseLong(String.valueOf(caller.text("compared")));
                    caller.command(Opcode.CAS, "compared").cas = caller.cas;
                    byte[] next = Long.toString(number + 1).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
                    outcome = caller.store(caller.command, next);
                } while (outcome != Outcome.STORED);
            }
        }
    }

    @Test
    void noAdditionIsLost() throws InterruptedException {
        int rounds = 40_000;
        try (Store store = Store.open(StoreSettings.defaults(LOOPS))) {
            StoreCaller caller = new StoreCaller(store);
            caller.set("counted", "0");
            caller.set("compared", "0");
            runAll(List.of(new Adder(store, rounds), new Adder(store, rounds), new Adder(store, rounds)), true);
            assertEquals(Integer.toString(3 * rounds), caller.text("counted"));
            assertEquals(Integer.toString(3 * rounds), caller.text("compared"));
            StoreInvariants.check(store);
        }
    }
}
