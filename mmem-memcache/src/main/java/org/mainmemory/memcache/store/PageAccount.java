package org.mainmemory.memcache.store;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What one shard has of the pages in the {@link PagePool}: it takes and returns them here, and others see how many it
 * holds. Under the shard's lock only, but for {@link #held()}.
 */
final class PageAccount {

    /** Pages that nobody has used yet and chains of chunks leave to smaller items, ... */
    private static final int LEFT_BY_CHAINS = 8;
    /** ... but no more than one in so many. */
    private static final int LEFT_BY_CHAINS_SHARE = 6;

    private final PagePool pool;
    private final int shard;
    private final @Nullable PageRecords records;
    private int held;
    /** Bytes of all chunks ever handed out: the clock by which memory ages. */
    long handedOut;

    PageAccount(PagePool pool) {
        this(pool, 0, null);
    }

    /** The account of shard {@code shard}, kept in {@code records} too if there are any. */
    PageAccount(PagePool pool, int shard, @Nullable PageRecords records) {
        this.pool = pool;
        this.shard = shard;
        this.records = records;
    }

    /** Whether somebody will walk over the pages after a restart. */
    boolean isRecorded() {
        return records != null;
    }

    /** Notes what the chunks of a page are, all of which are free. */
    void record(int page, int slabClass) {
        if (records != null) {
            VarHandle.releaseFence();
            records.set(page, shard, slabClass);
        }
    }

    /** Notes that the shard has a page that was its before a restart. */
    void keep() {
        held++;
    }

    /** A page for whatever needs one, or {@link PagePool#NONE}. Its bytes are unspecified. */
    int take() {
        return takeFor(0);
    }

    /** A page for items of memcached's {@code slabClass}, or {@link PagePool#NONE}. Its bytes are unspecified. */
    int takeFor(int slabClass) {
        return count(pool.take(slabClass));
    }

    /** A page although the limit is reached, or {@link PagePool#NONE}. */
    int takeBeyondLimit() {
        return count(pool.takeBeyondLimit());
    }

    private int count(int page) {
        held += page == PagePool.NONE ? 0 : 1;
        return page;
    }

    /** Whether a page has come back, or there are more than chains of chunks leave to smaller items. */
    boolean hasFreeForChains() {
        return pool.returnedAndFree() > 0
                || pool.free() > Math.min(LEFT_BY_CHAINS, pool.limit() / LEFT_BY_CHAINS_SHARE);
    }

    /** Pages that could be had now. */
    int free() {
        return pool.free();
    }

    /** Takes back a page. */
    void giveBack(int page) {
        held--;
        if (records != null) {
            records.clear(page);
            VarHandle.releaseFence();
        }
        pool.giveBack(page);
    }

    /** Accounts for {@code bytes} of heap memory more, or less if negative. */
    void charge(long bytes) {
        pool.charge(bytes);
    }

    /** Accounts for {@code bytes} more, or less if negative, that a client holds: see {@link #mayHold}. */
    void hold(int bytes) {
        pool.hold(bytes);
    }

    /** Whether clients may hold more: values that are arriving, and old ones that are still being sent. */
    boolean mayHold() {
        return pool.mayHold();
    }

    /** Pages the shard holds. Without its lock perhaps a page or two wrong. */
    int held() {
        return held;
    }
}
