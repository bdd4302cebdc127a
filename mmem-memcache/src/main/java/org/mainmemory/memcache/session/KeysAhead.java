package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.protocol.text.TextDecoder;
import org.mainmemory.memcache.store.Store;

/**
 * Has the items of keys that come next in a line fetched from memory. What takes longest in a get from a large store is
 * to wait for memory: for a line of the index, then for the item. One key after the other, those waits add up. Here
 * some keys are looked at together: all their index lines are read, then all their items, and since in neither round
 * a read depends on another one's result, the processor has them under way at the same time. (Group prefetching, from
 * Chen, Ailamaki, Gibbons and Mowry, "Improving Hash Join Performance through Prefetching", ICDE 2004.)
 *
 * <p>One per loop, that loop's thread only.
 */
final class KeysAhead {

    /** A core has some 10 to 20 reads of memory under way. */
    private static final int MOST = 16;

    private final TextDecoder decoder;
    private final Store store;
    private final long[] hashes = new long[MOST];
    /** What was read: without a place for it nothing would be read. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    KeysAhead(TextDecoder decoder, Store store) {
        this.decoder = decoder;
        this.store = store;
    }

    /** Looks at the next keys in {@code [from, to)}; returns the index behind the last one. */
    int prefetch(InputBuffer in, int from, int to) {
        int count = decoder.hashNextKeys(in, from, to, hashes);
        for (int i = 0; i < count; i++) {
            touched ^= store.prefetchIndex(hashes[i]);
        }
        for (int i = 0; i < count; i++) {
            touched ^= store.prefetchItem(hashes[i]);
        }
        return decoder.hashedEnd();
    }
}
