package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;

/** What a walk tells of an item: a reused view, valid during {@link ItemVisitor#visit} only. */
public final class ItemFacts {

    private Items items;
    private Chunks chunks;
    private long item;

    ItemFacts(Items items) {
        this.items = items;
        this.chunks = items.chunks;
    }

    /** Points this view at an item of a shard whose lock is held. */
    void show(Items owner, long address) {
        items = owner;
        chunks = owner.chunks;
        item = address;
    }

    /** The memory that {@link #keyOffset} speaks of. */
    public MemorySegment memory() {
        return chunks.memory();
    }

    /** Where the key begins. */
    public long keyOffset() {
        return chunks.key(item);
    }

    /** Bytes of the key. */
    public int keyLength() {
        return chunks.keyLength(item);
    }

    /** Whether the key is not text. */
    public boolean isBinaryKey() {
        return chunks.isMarked(item, Chunks.BINARY_KEY);
    }

    /** Bytes of the value. */
    public int valueLength() {
        return chunks.valueLength(item);
    }

    /** Seconds on the clock at which the item expires, 0 never. */
    public int exptime() {
        return chunks.exptime(item);
    }

    /** Seconds on the clock at which the item was last used, give or take what eviction needs not know. */
    public int lastUse() {
        return chunks.lastUse(item);
    }

    /** The item's CAS, 0 if the store keeps none. */
    public long cas() {
        return chunks.cas(item);
    }

    /** The client's opaque flags. */
    public int clientFlags() {
        return chunks.clientFlags(item);
    }

    /** Whether the item has been read since it was stored. */
    public boolean isFetched() {
        return chunks.isMarked(item, Chunks.FETCHED);
    }

    /** memcached's number of the item's slab class. */
    public int slabClass() {
        return items.memcachedClass(item);
    }

    /** Size by memcached's reckoning, in bytes. */
    public long size() {
        return items.memcachedSize(item);
    }
}
