package org.mainmemory.memcache.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;

/** The store's verbs one by one. */
class StoreTest {

    private final Store store = Store.open(StoreSettings.defaults(1));
    private final StoreCaller caller = new StoreCaller(store);

    @AfterEach
    void checkAndClose() {
        StoreInvariants.check(store);
        store.close();
    }

    @Test
    void whatWasSetIsThere() {
        assertEquals(Outcome.STORED, caller.set("key", "value"));
        assertEquals("value", caller.text("key"));
        assertNull(caller.get("other"));
    }

    @Test
    void aLongValueIsAChain() {
        byte[] value = new byte[500_000];
        new java.util.Random(1).nextBytes(value);
        assertEquals(Outcome.STORED, caller.set("key", value));
        assertArrayEquals(value, caller.get("key"));
        assertEquals(Outcome.DELETED, caller.delete("key"));
        assertNull(caller.get("key"));
        assertEquals(Outcome.NOT_FOUND, caller.delete("key"));
    }

    @Test
    void addStoresOnce() {
        assertEquals(Outcome.STORED, caller.store(Opcode.ADD, "key", new byte[3]));
        assertEquals(Outcome.NOT_STORED, caller.store(Opcode.ADD, "key", new byte[4]));
    }

    @Test
    void withoutCasThereIsNothingToCompareAnAppendWith() {
        StoreSettings settings = new StoreSettings(8 << 20, 1 << 20, true, false, 1.25, 48, 512 << 10, 1, false);
        try (Store plain = Store.open(settings)) {
            StoreCaller other = new StoreCaller(plain);
            other.set("key", "a");
            Command append = other.command(Opcode.APPEND, "key");
            append.options = Command.COMPARE_CAS;
            append.cas = 5;
            assertEquals(Outcome.STORED, other.store(append, "b".getBytes(ISO_8859_1)));
            assertEquals("ab", other.text("key"));
        }
    }

    /** As in memcached, each size gets its first page although the limit is reached. */
    @Test
    void aFullStoreThatEvictsNothingStillTakesItemsOfOtherSizes() {
        StoreSettings settings = new StoreSettings(8 << 20, 1 << 20, false, true, 1.25, 48, 512 << 10, 1, false);
        try (Store full = Store.open(settings)) {
            StoreCaller other = new StoreCaller(full);
            int stored = 0;
            while (other.set("large-" + stored, new byte[100_000]) == Outcome.STORED) {
                stored++;
            }
            assertTrue(stored > 70, stored + " stored");
            assertEquals(Outcome.STORED, other.set("small", "1"));
            assertEquals("1", other.text("small"));
            assertEquals(0, full.stats().evictions());
            StoreInvariants.check(full);
        }
    }

    @Test
    void aNumberMayStandAtTheBeginningOfALongValue() {
        byte[] value = " ".repeat(40_000).getBytes(ISO_8859_1);
        value[1] = '9';
        value[30_000] = 'x';
        caller.set("key", value);
        PinnedItem pinned = new PinnedItem();
        assertEquals(Outcome.HIT, store.pin(caller.command(Opcode.GET, "key"), caller.result, pinned));
        assertEquals(10, increment("key"));
        assertEquals("10", caller.text("key"));
        assertArrayEquals(value, caller.rest(pinned, value.length));
        store.unpin(pinned);
        caller.set("key", value);
        assertEquals(10, increment("key"));
        assertEquals("10" + " ".repeat(39_998), caller.text("key"));
    }

    private long increment(String key) {
        Command command = caller.command(Opcode.INCR, key);
        command.delta = 1;
        assertEquals(Outcome.COUNTED, store.count(command, caller.result));
        return caller.result.number;
    }
}
