package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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
}
