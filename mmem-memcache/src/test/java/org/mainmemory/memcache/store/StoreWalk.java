package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/**
 * One random walk over a store with {@link StoreModel} beside it. With little memory an item may be missing, but what
 * is there is right; with room for all, every answer is the model's.
 */
final class StoreWalk {

    private static final long ROOMY = 200L << 20;
    private static final int MOST_OPEN = 3;
    private static final Opcode[] STORAGE = {
        Opcode.SET, Opcode.SET, Opcode.SET, Opcode.ADD, Opcode.REPLACE, Opcode.APPEND, Opcode.PREPEND, Opcode.CAS
    };

    private StoreCaller caller;
    private final StoreModel model;
    private final Random random;
    private final StoreSettings settings;
    private final boolean roomy;
    private final Set<Long> issued = new HashSet<>();
    private final List<Arriving> arriving = new ArrayList<>();
    private final List<Leaving> leaving = new ArrayList<>();
    private final StoreWords words;
    private final int sealBytes;
    private int hits;
    private int refusals;

    /** A value that arrives in pieces. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Arriving(
            Reservation reservation, Opcode opcode, String key, byte[] value, int clientFlags, int exptime, long cas) {
    }

    /** A pinned item and the value that it must have to the end. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Leaving(PinnedItem pinned, byte[] value) {
    }

    StoreWalk(Store store, StoreSettings settings, Random random) {
        this.caller = new StoreCaller(store);
        sealBytes = store.shards()[0].items().seals.bytes();
        this.model = new StoreModel(settings);
        this.settings = settings;
        this.random = random;
        roomy = settings.memoryLimitBytes() >= ROOMY;
        words = new StoreWords(random, settings.maxItemSize(), roomy);
    }

    int refusals() {
        return refusals;
    }

    int hits() {
        return hits;
    }

    void step() {
        int dice = random.nextInt(100);
        if (dice < 30) {
            store();
        } else if (dice < 60) {
            get();
        } else if (dice < 66) {
            delete();
        } else if (dice < 74) {
            count();
        } else if (dice < 78) {
            touch();
        } else if (dice < 82) {
            reserve();
        } else if (dice < 88) {
            arrive();
        } else if (dice < 91) {
            pin();
        } else if (dice < 95) {
            leave();
        } else if (dice < 98) {
            passTime();
        } else {
            upkeep();
        }
    }

    /** The clock that the commands go by, in seconds. */
    int now() {
        return caller.now;
    }

    /** Goes on with a store that has the items of the one so far; what was still open there is lost. */
    void restart(Store store) {
        arriving.clear();
        leaving.clear();
        int now = caller.now;
        caller = new StoreCaller(store);
        caller.now = now;
        assertEquals(now, store.startSeconds(), "the clock");
    }

    /** Looks at every key that there may be; all are right, and with {@code allThere} none has been lost. */
    void checkAll(boolean allThere) {
        model.clock(caller.now);
        for (String key : model.keys()) {
            StoreModel.Item item = model.get(key);
            byte[] value = caller.get(key);
            if (value == null && !allThere) {
                model.forget(key);
            } else {
                expect(item, value, key);
            }
        }
        for (int number = 0; number < StoreWords.MANY_KEYS; number++) {
            String key = StoreWords.key(number);
            assertTrue(model.get(key) != null || caller.get(key) == null, () -> "ghost of " + key);
        }
    }

    /** Ends what is still open. */
    void finish() {
        while (!arriving.isEmpty()) {
            caller.store.abort(arriving.removeLast().reservation);
        }
        while (!leaving.isEmpty()) {
            leave();
        }
    }

    private void store() {
        String key = words.key();
        Opcode opcode = STORAGE[random.nextInt(STORAGE.length)];
        byte[] value = words.value();
        long cas = casFor(known(key));
        Outcome outcome = caller.store(prepare(opcode, key, cas), value);
        expectStored(outcome, opcode, key, value, caller.command.clientFlags, caller.command.exptimeSeconds,
                caller.command.cas);
    }

    private void expectStored(
            Outcome outcome, Opcode opcode, String key, byte[] value, int clientFlags, int exptime, long cas) {
        if (model.isTooLarge(key, clientFlags, value.length)) {
            assertEquals(Outcome.TOO_LARGE, outcome);
            forgetIfSet(opcode, key);
            return;
        }
        if (isOutOfMemory(outcome)) {
            forgetIfSet(opcode, key);
            return;
        }
        boolean joins = opcode == Opcode.APPEND || opcode == Opcode.PREPEND;
        if (joins && outcome == Outcome.NOT_STORED && !settings.evictions()) {
            return;
        }
        Outcome expected = model.store(opcode, key, new StoreModel.Item(value, clientFlags, exptime), cas);
        assertEquals(expected, outcome, () -> opcode + " of " + key);
        if (outcome == Outcome.STORED) {
            noteCas(key);
            model.clock(caller.now);
        }
    }

    private void forgetIfSet(Opcode opcode, String key) {
        if (opcode == Opcode.SET) {
            model.forget(key);
        }
    }

    private boolean isOutOfMemory(Outcome outcome) {
        boolean failed = outcome == Outcome.OUT_OF_MEMORY;
        refusals += failed ? 1 : 0;
        assertTrue(!failed || !settings.evictions(), "out of memory");
        return failed;
    }

    private void noteCas(String key) {
        StoreModel.Item item = model.get(key);
        assertNotNull(item);
        item.cas = caller.result.cas;
        assertEquals(settings.useCas(), item.cas != 0);
        assertTrue(item.cas == 0 || issued.add(item.cas), "CAS issued twice");
    }

    private void get() {
        String key = words.key();
        boolean touches = random.nextInt(5) == 0;
        StoreModel.Item item = known(key);
        Command command = prepare(touches ? Opcode.GATS : Opcode.GETS, key);
        byte[] value = caller.read(command);
        expect(item, value, key);
        if (item != null && touches) {
            item.exptime = command.exptimeSeconds;
            model.clock(caller.now);
        }
    }

    private void expect(StoreModel.@Nullable Item item, byte @Nullable [] value, String key) {
        if (item == null) {
            assertEquals(null, value, () -> "ghost of " + key);
            return;
        }
        assertNotNull(value, () -> key + " is lost");
        assertArrayEquals(item.value, value, () -> "value of " + key);
        assertEquals(item.clientFlags, caller.clientFlags);
        assertEquals(item.cas, caller.cas);
        hits++;
    }

    /** What the model has of the key; if memory is short and the store has evicted it, the model forgets it too. */
    private StoreModel.@Nullable Item known(String key) {
        model.clock(caller.now);
        StoreModel.Item item = model.get(key);
        if (item != null && !roomy && settings.evictions()) {
            Command probe = caller.command(Opcode.GET, key);
            probe.options = Command.NO_BUMP;
            if (caller.read(probe) == null) {
                model.forget(key);
                return null;
            }
        }
        return item;
    }

    private void delete() {
        String key = words.key();
        StoreModel.Item item = known(key);
        assertEquals(item == null ? Outcome.NOT_FOUND : Outcome.DELETED, caller.delete(key));
        model.forget(key);
    }

    private void count() {
        String key = words.key();
        StoreModel.Item item = known(key);
        Opcode opcode = random.nextBoolean() ? Opcode.INCR : Opcode.DECR;
        Command command = prepare(opcode, key);
        command.delta = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(100);
        Outcome outcome = caller.store.count(command, caller.result);
        if (item == null) {
            assertEquals(Outcome.NOT_FOUND, outcome);
            return;
        }
        Long number = model.counted(key, item, opcode, command.delta, sealBytes);
        if (number == null) {
            assertEquals(Outcome.NON_NUMERIC, outcome);
        } else if (!isOutOfMemory(outcome)) {
            assertEquals(Outcome.COUNTED, outcome);
            assertEquals(number, caller.result.number);
            boolean held = StoreModel.isChain(key, item, sealBytes)
                    && leaving.stream().anyMatch(one -> one.value == item.value);
            model.putNumber(key, item, number, held);
            noteCas(key);
        }
    }

    private void touch() {
        String key = words.key();
        StoreModel.Item item = known(key);
        Command command = prepare(Opcode.TOUCH, key);
        assertEquals(item == null ? Outcome.NOT_FOUND : Outcome.HIT, caller.store.touch(command, caller.result));
        if (item != null) {
            item.exptime = command.exptimeSeconds;
            model.clock(caller.now);
        }
    }

    private void reserve() {
        if (arriving.size() == MOST_OPEN) {
            arrive();
            return;
        }
        String key = words.key();
        Opcode opcode = STORAGE[random.nextInt(STORAGE.length)];
        byte[] value = words.value();
        long cas = casFor(known(key));
        Command command = prepare(opcode, key, cas);
        command.valueLength = value.length;
        Reservation reservation = new Reservation();
        Outcome outcome = caller.store.reserve(command, caller.result, reservation);
        if (model.isTooLarge(key, command.clientFlags, value.length)) {
            assertEquals(Outcome.TOO_LARGE, outcome);
            forgetIfSet(opcode, key);
        } else if (isOutOfMemory(outcome)) {
            forgetIfSet(opcode, key);
        } else {
            assertEquals(Outcome.STORED, outcome);
            arriving.add(new Arriving(
                    reservation, opcode, key, value, command.clientFlags, command.exptimeSeconds, cas));
        }
    }

    /** A piece of one of the values under way arrives, or its connection is lost, or it is complete. */
    private void arrive() {
        if (arriving.isEmpty()) {
            return;
        }
        Arriving one = arriving.get(random.nextInt(arriving.size()));
        Reservation reservation = one.reservation;
        int left = reservation.remaining();
        if (left > 0 && random.nextInt(4) > 0) {
            int piece = random.nextInt(3) == 0 ? left : random.nextInt(left) + 1;
            reservation.append(MemorySegment.ofArray(one.value), one.value.length - left, piece);
        } else if (left > 0) {
            caller.store.abort(reservation);
            arriving.remove(one);
        } else {
            arriving.remove(one);
            known(one.key);
            Outcome outcome = caller.store.commit(reservation, caller.now, caller.result);
            expectStored(outcome, one.opcode, one.key, one.value, one.clientFlags, one.exptime, one.cas);
        }
    }

    private void pin() {
        String key = words.key();
        StoreModel.Item item = known(key);
        PinnedItem pinned = new PinnedItem();
        Outcome outcome = caller.store.pin(caller.command(Opcode.GET, key), caller.result, pinned);
        if (item == null) {
            assertEquals(Outcome.NOT_FOUND, outcome);
            return;
        }
        assertEquals(Outcome.HIT, outcome);
        leaving.add(new Leaving(pinned, item.value));
        if (leaving.size() > MOST_OPEN) {
            leave();
        }
    }

    private void leave() {
        if (leaving.isEmpty()) {
            return;
        }
        Leaving one = leaving.get(random.nextInt(leaving.size()));
        int left = one.pinned.remaining();
        int done = one.value.length - left;
        byte[] piece = caller.rest(one.pinned, random.nextInt(3) == 0 ? left : random.nextInt(left + 1));
        assertArrayEquals(java.util.Arrays.copyOfRange(one.value, done, done + piece.length), piece, "pinned bytes");
        if (one.pinned.remaining() == 0 || random.nextInt(4) == 0) {
            leaving.remove(one);
            caller.store.unpin(one.pinned);
        }
    }

    private void passTime() {
        caller.now += random.nextInt(10) == 0 ? 100 : 1;
    }

    private void upkeep() {
        int dice = random.nextInt(30);
        if (dice == 0) {
            int at = random.nextBoolean() ? caller.now : caller.now + random.nextInt(5);
            caller.store.flushAll(at, caller.now);
            model.flush(at, caller.now);
        } else {
            for (int loop = 0; loop < settings.loops(); loop++) {
                caller.store.maintain(loop, caller.now);
            }
        }
    }

    private Command prepare(Opcode opcode, String key, long cas) {
        Command command = prepare(opcode, key);
        command.cas = cas;
        return command;
    }

    private Command prepare(Opcode opcode, String key) {
        Command command = caller.command(opcode, key);
        command.clientFlags = random.nextInt(3) == 0 ? random.nextInt() : 0;
        command.exptimeSeconds = switch (random.nextInt(6)) {
            case 0 -> caller.now + 1 + random.nextInt(20);
            case 1 -> random.nextInt(4) == 0 ? 1 : 0;
            default -> 0;
        };
        return command;
    }

    private long casFor(StoreModel.@Nullable Item old) {
        if (old == null || random.nextInt(4) == 0) {
            return random.nextInt(5);
        }
        return old.cas;
    }
}
