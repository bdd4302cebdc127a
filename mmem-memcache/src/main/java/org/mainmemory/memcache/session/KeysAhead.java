package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.protocol.binary.BinaryDecoder;
import org.mainmemory.memcache.protocol.binary.BinaryHeader;
import org.mainmemory.memcache.protocol.text.FirstKey;
import org.mainmemory.memcache.protocol.text.TextDecoder;
import org.mainmemory.memcache.store.ItemsAhead;

/**
 * Has the items of keys that will be asked for fetched from memory ({@link ItemsAhead} says what for): of those that
 * come next in a line, and of the first ones in what several connections have received. One per loop, that loop's
 * thread only.
 */
final class KeysAhead {

    private final TextDecoder decoder;
    private final ItemsAhead items;
    private final long[] hashes = new long[ItemsAhead.MOST];
    private int noted;

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

    /** Notes the key that the first request in {@code in} seems to be about. */
    void note(InputBuffer in) {
        if (noted == hashes.length || in.length() == 0) {
            return;
        }
        boolean binary = in.byteAt(in.start()) == BinaryHeader.REQUEST_MAGIC;
        long hash = binary ? BinaryDecoder.hashFirstKey(in) : FirstKey.hash(in);
        if (hash != 0) {
            hashes[noted++] = hash;
        }
    }

    /** Keys that are noted and not looked at. */
    int noted() {
        return noted;
    }

    /** Looks at the keys that were noted. */
    void prefetchNoted() {
        if (noted > 0) {
            items.prefetch(hashes, noted);
            noted = 0;
        }
    }
}
