package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;

/** What is read ahead: the line of the index and the item of each key, and nothing of keys that have none. */
class ItemsAheadTest {

    private static final int SHARDS = 4;

    private final Store store = new Store(StoreSettings.defaults(SHARDS), SHARDS, StampedGuard::new);
    private final StoreCaller caller = new StoreCaller(store);
    private final ItemsAhead ahead = store.itemsAhead();
    private final long[] hashes = new long[ItemsAhead.MOST];

    @Test
    void readsTheLineAndTheItemOfEachKey() {
        long expected = 0;
        for (int i = 0; i < ItemsAhead.MOST; i++) {
            byte[] value = new byte[200];
            new Random(i).nextBytes(value);
            caller.set("key" + i, value);
        }
        for (int i = 0; i < ItemsAhead.MOST; i++) {
            Command command = caller.command(Opcode.GET, "key" + i);
            hashes[i] = command.keyHash;
            Items items = store.shardOf(command.keyHash).items();
            long item = items.index.find(command);
            assertNotEquals(0, item);
            expected ^= items.chunks.longAt(items.index.bucketNow(command.keyHash)) ^ threeLines(items.chunks, item);
        }
        ahead.prefetch(hashes, ItemsAhead.MOST);
        assertEquals(expected, ahead.read());
    }

    @Test
    void ofAKeyWithoutAnItemItReadsTheLineAlone() {
        caller.set("there", "value");
        hashes[0] = caller.command(Opcode.GET, "there").keyHash;
        hashes[1] = caller.command(Opcode.GET, "missing").keyHash;
        ahead.prefetch(hashes, 1);
        long one = ahead.read();
        assertNotEquals(0, one);
        ahead.prefetch(hashes, 2);
        Items items = store.shardOf(hashes[1]).items();
        long nothing = threeLines(items.chunks, 0);
        assertEquals(items.chunks.longAt(items.index.bucketNow(hashes[1])) ^ nothing, ahead.read());
    }

    @Test
    void readsNothingIfThereIsNoKey() {
        caller.set("there", "value");
        hashes[0] = caller.command(Opcode.GET, "there").keyHash;
        ahead.prefetch(hashes, 0);
        assertEquals(0, ahead.read());
    }

    private static long threeLines(Chunks chunks, long item) {
        return chunks.longAt(item) ^ chunks.longAt(item + 64) ^ chunks.longAt(item + 128);
    }
}
