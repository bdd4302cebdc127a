package org.mainmemory.memcache.command;

/**
 * What the store tells besides the {@link Outcome}: a reused record of plain fields, filled anew by each call.
 *
 * <p>One per loop, that loop's thread only.
 */
public final class Result {

    /** The item's CAS after the command, 0 if there is none. */
    public long cas;
    /** The number after incr or decr, unsigned. */
    public long number;
    /** memcached's slab class of the item touched, 0 if none: the row of {@code stats slabs} that counts it. */
    public int slabClass;
    /** The item was made by this command, because there was none. */
    public boolean created;
    /** This reader has won the right to renew the item. */
    public boolean won;
    /** The client's opaque flags of an item that was touched. */
    public int clientFlags;
    /** Exptime of the item before and after the command, in seconds on the clock, 0 never. */
    public int exptimeBefore;
    /** See {@link #exptimeBefore}. */
    public int exptime;
    /** Bytes of the value read, deleted or counted; after a storage verb of the value that is there now. */
    public int valueLength;
    /** Of a storage verb: memcached's slab class of the item that was there before, 0 if none was. */
    public int oldSlabClass;
    /** Of a storage verb: bytes of the value that was there before. */
    public int oldValueLength;
    /** Of a miss: an item was there, but its exptime had passed. */
    public boolean expired;
    /** Of a miss: an item was there, but a flush_all had made it invalid. */
    public boolean flushed;

    /** Forgets the last command's result. */
    public void clear() {
        cas = 0;
        number = 0;
        created = false;
        won = false;
        clientFlags = 0;
        exptimeBefore = 0;
        exptime = 0;
        valueLength = 0;
        oldSlabClass = 0;
        oldValueLength = 0;
        slabClass = 0;
        expired = false;
        flushed = false;
    }
}
