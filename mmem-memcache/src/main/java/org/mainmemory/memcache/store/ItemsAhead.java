package org.mainmemory.memcache.store;

/**
 * Has the items of several keys fetched from memory before they are asked for. What takes longest in a get from a large
 * store is to wait for memory: for a line of the index, then for the item. One key after the other, those waits add up.
 * Here all index lines are read, then all items, and since within a round no read depends on another one's result, the
 * processor has them under way at the same time. (Group prefetching, from Chen, Ailamaki, Gibbons and Mowry, "Improving
 * Hash Join Performance through Prefetching", ICDE 2004.)
 *
 * <p>The rounds that read have their addresses worked out before, and do nothing else: an instruction that waits for
 * memory holds up the end of all behind it, and a processor has room for a few hundred of those. So what stands between
 * two reads decides how many are under way.
 *
 * <p>One per loop, that loop's thread only. Takes no lock: writers may be at work, and what is read means nothing.
 */
public final class ItemsAhead {

    /** Keys that are looked at together: so many that a wait for memory is small against the work on them. */
    public static final int MOST = 32;

    private static final int LINE = 64;

    private final Store store;
    private final Chunks chunks;
    private final long[] addresses = new long[MOST];
    private long read;

    ItemsAhead(Store store, Chunks chunks) {
        this.store = store;
        this.chunks = chunks;
    }

    /** Looks at the items of the first {@code count} of the hashes, {@value #MOST} at most. */
    public void prefetch(long[] hashes, int count) {
        for (int i = 0; i < count; i++) {
            addresses[i] = store.shardOf(hashes[i]).bucketNow(hashes[i]);
        }
        read ^= readLines(count);
        for (int i = 0; i < count; i++) {
            addresses[i] = store.shardOf(hashes[i]).likelyItem(hashes[i]);
        }
        read ^= readItems(count);
    }

    /** All that was read, in one word: without a place for it nothing would be read. */
    long read() {
        return read;
    }

    private long readLines(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum ^= chunks.longAt(addresses[i]);
        }
        return sum;
    }

    /** The first lines, {@link Index#LIKELY_BYTES}, of each. */
    private long readItems(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long item = addresses[i];
            sum ^= chunks.longAt(item) ^ chunks.longAt(item + LINE) ^ chunks.longAt(item + 2 * LINE);
        }
        return sum;
    }
}
