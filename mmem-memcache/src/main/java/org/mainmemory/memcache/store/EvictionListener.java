package org.mainmemory.memcache.store;

/** Is told of each item that is evicted, under the lock of its shard: it must be quick and call no store. */
@FunctionalInterface
public interface EvictionListener {

    /** {@code item} goes, at {@code nowSeconds} on the clock. */
    void evicted(ItemFacts item, int nowSeconds);
}
