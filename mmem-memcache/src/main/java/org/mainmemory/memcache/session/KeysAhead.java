package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.protocol.text.TextDecoder;
import org.mainmemory.memcache.store.ItemsAhead;

/**
 * Has the items of the keys that come next in a line fetched from memory ({@link ItemsAhead} says what for). One per
 * loop, that loop's thread only.
 */
final class KeysAhead {

    private final TextDecoder decoder;
    private final ItemsAhead items;
    private final long[] hashes = new long[ItemsAhead.MOST];

    KeysAhead(TextDecoder decoder, ItemsAhead items) {
        this.decoder = decoder;
        this.items = items;
    }

    /** Looks at the next keys in {@code [from, to)}; returns the index behind the last one. */
    int prefetch(InputBuffer in, int from, int to) {
        int count = decoder.hashNextKeys(in, from, to, hashes);
        items.prefetch(hashes, count);
        return decoder.hashedEnd();
    }
}
