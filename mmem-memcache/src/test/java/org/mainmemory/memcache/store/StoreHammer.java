package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/**
 * One thread's random work on a store that others work on too. Every value tells which key it was stored under and is a
 * pattern that shows any mixture of two values.
 */
final class StoreHammer implements Runnable {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final int HEADER = 16;
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private final StoreCaller caller;
    private final Random random;
    private final int keys;
    private final int longest;
    private final long steps;
    private final PinnedItem pinned = new PinnedItem();
    private final Reservation reservation = new Reservation();
    private byte @Nullable [] pinnedValue;
    private int pinnedKey;
    private byte @Nullable [] arriving;

    private volatile boolean stopped;

    /** What went wrong first; null if nothing did. */
    volatile @Nullable Throwable failure;
    /** Reads that found a value. */
    long hits;
    /** Stores for which there was no memory. */
    long refusals;

    StoreHammer(Store store, long seed, int keys, int longest, long steps) {
        this.caller = new StoreCaller(store);
        this.random = new Random(seed);
        this.keys = keys;
        this.longest = longest;
        this.steps = steps;
    }

    @Override
    public void run() {
        try {
            for (long i = 0; i < steps && failure == null && !stopped; i++) {
                step();
            }
            caller.store.unpin(pinned);
            caller.store.abort(reservation);
        } catch (RuntimeException | AssertionError thrown) {
            failure = thrown;
        }
    }

    /** Lets {@link #run} end after the step under way. */
    void stop() {
        stopped = true;
    }

    /** Reads every key once. */
    void readAll() {
        for (int key = 0; key < keys; key++) {
            verify(key, caller.get(name(key)));
        }
    }

    private void step() {
        int key = random.nextInt(keys);
        int dice = random.nextInt(100);
        if (dice < 50) {
            verify(key, caller.get(name(key)));
        } else if (dice < 85) {
            note(caller.set(name(key), value(key, length())));
        } else if (dice < 89) {
            caller.delete(name(key));
        } else if (dice < 91) {
            Command command = caller.command(Opcode.TOUCH, name(key));
            command.exptimeSeconds = caller.now + random.nextInt(3);
            caller.store.touch(command, caller.result);
        } else if (dice < 94) {
            pinOrUnpin(key);
        } else if (dice < 98) {
            arrive(key);
        } else if (dice < 99) {
            caller.now++;
        } else {
            caller.store.maintain(random.nextInt(4), caller.now);
            if (random.nextInt(500) == 0) {
                caller.store.flushAll(caller.now, caller.now);
            }
        }
    }

    private void note(Outcome outcome) {
        refusals += outcome == Outcome.OUT_OF_MEMORY ? 1 : 0;
    }

    private void pinOrUnpin(int key) {
        byte[] value = pinnedValue;
        if (value != null) {
            byte[] rest = caller.rest(pinned, Integer.MAX_VALUE);
            System.arraycopy(rest, 0, value, value.length - rest.length, rest.length);
            verify(pinnedKey, value);
            caller.store.unpin(pinned);
            pinnedValue = null;
        } else if (caller.store.pin(caller.command(Opcode.GET, name(key)), caller.result, pinned) == Outcome.HIT) {
            value = new byte[pinned.valueLength()];
            byte[] first = caller.rest(pinned, value.length / 3);
            System.arraycopy(first, 0, value, 0, first.length);
            pinnedValue = value;
            pinnedKey = key;
        }
    }

    private void arrive(int key) {
        byte[] value = arriving;
        if (value == null) {
            value = value(key, longest / 2 + random.nextInt(longest / 2));
            Command command = caller.command(Opcode.SET, name(key));
            command.valueLength = value.length;
            Outcome outcome = caller.store.reserve(command, caller.result, reservation);
            note(outcome);
            arriving = outcome == Outcome.STORED ? value : null;
            return;
        }
        int left = reservation.remaining();
        reservation.append(MemorySegment.ofArray(value), value.length - left, (left + 1) / 2);
        if (reservation.remaining() == 0) {
            caller.store.commit(reservation, caller.now, caller.result);
            arriving = null;
        }
    }

    private int length() {
        return HEADER + (random.nextInt(20) == 0 ? random.nextInt(longest) : random.nextInt(600));
    }

    private static String name(int key) {
        return "key-" + key;
    }

    private byte[] value(int key, int length) {
        byte[] bytes = new byte[length];
        MemorySegment segment = MemorySegment.ofArray(bytes);
        segment.set(LONG, 0, key);
        segment.set(LONG, Long.BYTES, random.nextLong());
        fill(segment, length, false);
        return bytes;
    }

    private void verify(int key, byte @Nullable [] bytes) {
        if (bytes == null) {
            return;
        }
        hits++;
        MemorySegment segment = MemorySegment.ofArray(bytes);
        if (segment.get(LONG, 0) != key) {
            throw new AssertionError("another key's value");
        }
        fill(segment, bytes.length, true);
    }

    /** Writes, or compares, the pattern behind the header. */
    private static void fill(MemorySegment segment, int length, boolean compares) {
        long word = segment.get(LONG, Long.BYTES) + length;
        int at = HEADER;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            word += STEP;
            if (!compares) {
                segment.set(LONG, at, word);
            } else if (segment.get(LONG, at) != word) {
                throw new AssertionError("torn at " + at + " of " + length);
            }
        }
    }
}
