package org.mainmemory.memcache.store;

/** Is shown items by {@link Store#walk}, under the lock of their shard: it must be quick and call no store. */
@FunctionalInterface
public interface ItemVisitor {

    /** Takes an item; false if it cannot now, then the walk stops and shows the same item first when it goes on. */
    boolean visit(ItemFacts item);
}
