package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/** What clients hold of the memory: values that are arriving, and old ones that are still being sent. */
class ArrivalsTest {

    private static final long MEMORY = 16L << 20;
    private static final int LENGTH = 500_000;
    private static final int SMALL_ITEMS = 20_000;

    private final Store store = Store.open(StoreSettings.defaults(1).withMemoryLimit(MEMORY));
    private final StoreCaller caller = new StoreCaller(store);
    private final byte[] value = new byte[LENGTH];

    ArrivalsTest() {
        new Random(1).nextBytes(value);
        for (int i = 0; i < SMALL_ITEMS; i++) {
            caller.set("small-" + i, "value " + i);
        }
    }

    @AfterEach
    void closeStore() {
        StoreInvariants.check(store);
        store.close();
    }

    @Test
    void whatIsAnnouncedTakesNoMoreThanAHead() {
        List<Reservation> open = new ArrayList<>();
        for (int i = 0; i < MEMORY / 2 / SizeClasses.PAGE_SIZE; i++) {
            Reservation reservation = begin("large-" + i);
            append(reservation, 0, 1);
            open.add(reservation);
        }
        assertEquals(0, store.stats().evictions());
        StoreInvariants.check(store);
        open.forEach(store::abort);
        assertEquals(0, store.stats().reserved());
    }

    @Test
    void clientsTogetherHoldHalfOfTheMemoryAtMost() {
        List<Reservation> open = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Reservation reservation = new Reservation();
            if (reserve("large-" + i, reservation) == Outcome.STORED) {
                append(reservation, 0, LENGTH - 1);
                open.add(reservation);
            }
        }
        assertEquals(0, store.stats().evictions());
        StoreInvariants.check(store);
        int stored = 0;
        for (Reservation reservation : open) {
            append(reservation, LENGTH - 1, 1);
            Outcome outcome = store.commit(reservation, caller.now, caller.result);
            assertTrue(outcome == Outcome.STORED || outcome == Outcome.OUT_OF_MEMORY, outcome.toString());
            stored += outcome == Outcome.STORED ? 1 : 0;
        }
        assertTrue(stored >= MEMORY / 2 / LENGTH - 1, stored + " stored");
        assertEquals(Outcome.STORED, caller.set("large-0", value));
        assertArrayEquals(value, caller.get("large-0"));
    }

    @Test
    void whatFindsNoMemoryOnTheWayRemovesTheOldValue() {
        caller.set("key", "old");
        Reservation reservation = begin("key");
        append(reservation, 0, 1000);
        store.memoryLimit(1 << 20);
        caller.now++;
        List<Reservation> others = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            others.add(begin("other-" + i));
        }
        others.forEach(other -> append(other, 0, LENGTH));
        append(reservation, 1000, LENGTH - 1000);
        assertEquals(Outcome.OUT_OF_MEMORY, store.commit(reservation, caller.now, caller.result));
        assertNull(caller.get("key"));
        others.forEach(store::abort);
    }

    @Test
    void oldVersionsThatAreBeingSentCount() {
        List<PinnedItem> readers = new ArrayList<>();
        Outcome outcome = caller.set("large", value);
        while (outcome == Outcome.STORED && readers.size() < 100) {
            PinnedItem pinned = new PinnedItem();
            assertEquals(Outcome.HIT, store.pin(caller.command(Opcode.GET, "large"), caller.result, pinned));
            readers.add(pinned);
            Reservation reservation = new Reservation();
            outcome = reserve("large", reservation);
            if (outcome == Outcome.STORED) {
                append(reservation, 0, LENGTH);
                outcome = store.commit(reservation, caller.now, caller.result);
            }
        }
        assertEquals(Outcome.OUT_OF_MEMORY, outcome);
        assertEquals(MEMORY / 2.0 / LENGTH, readers.size(), 3);
        assertEquals(0, store.stats().evictions());
        readers.forEach(store::unpin);
        assertEquals(Outcome.STORED, reserve("large", new Reservation()));
    }

    private Reservation begin(String key) {
        Reservation reservation = new Reservation();
        assertEquals(Outcome.STORED, reserve(key, reservation));
        return reservation;
    }

    private Outcome reserve(String key, Reservation reservation) {
        Command command = caller.command(Opcode.SET, key);
        command.valueLength = LENGTH;
        return store.reserve(command, caller.result, reservation);
    }

    private void append(Reservation reservation, int from, int length) {
        reservation.append(MemorySegment.ofArray(value), from, length);
    }
}
