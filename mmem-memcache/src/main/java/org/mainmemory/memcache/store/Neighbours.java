package org.mainmemory.memcache.store;

/**
 * The other shards, to which one turns for a page when the pool is empty.
 *
 * <p>Shards take pages first come, first served; without a correction one that came late would have to live on what it
 * got, and could not store a single large item. So a shard that wants a page and holds far fewer than the richest one
 * lets that one evict a page. The asker holds its own lock; it only ever tries the other's and never waits for it.
 * Under the asking shard's lock only.
 */
final class Neighbours {

    /** A shard is far richer if it holds more pages than the asker, a part of one in this many, and a few. */
    private static final int SHARE = 8;
    private static final int A_FEW = 4;
    private static final int ROUNDS = 64;

    private final Shard own;
    private final Shard[] shards;

    /** The neighbours of {@code own} among {@code shards}, whose elements may still be filled in. */
    Neighbours(Shard own, Shard[] shards) {
        this.own = own;
        this.shards = shards;
    }

    /** Whether a far richer shard has given a page to the pool. */
    boolean richerGives(int nowSeconds) {
        if (shards.length == 1) {
            return false;
        }
        Shard richest = own;
        for (Shard shard : shards) {
            if (shard.heldPages() > richest.heldPages()) {
                richest = shard;
            }
        }
        int held = own.heldPages();
        return richest.heldPages() > held + held / SHARE + A_FEW && richest.givePage(nowSeconds);
    }

    /** Whether any shard at all has given a page to the pool. */
    boolean anyGives(int nowSeconds) {
        if (shards.length == 1) {
            return false;
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Shard shard : shards) {
                if (shard != own && shard.givePage(nowSeconds)) {
                    return true;
                }
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
