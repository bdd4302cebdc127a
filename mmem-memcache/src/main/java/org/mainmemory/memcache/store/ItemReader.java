package org.mainmemory.memcache.store;

/**
 * What a {@link Store#get} shows the item to.
 *
 * <p>Called inside the shard's read section: bounded work, no I/O, no allocation, no lock. The reader may run while a
 * writer changes the item; then the store takes it back with {@link #rewind} and shows the item again, so all that
 * {@link #read} does must be undone by {@link #rewind}.
 */
public interface ItemReader {

    /** The reader's own view, always the same one: the store points it at the item before {@link #read}. */
    ItemView view();

    /** Takes what it wants from {@code item}, which is valid during this call only. */
    void read(ItemView item);

    /** Takes back what the last {@link #read} did; called only after one. */
    void rewind();
}
