package org.mainmemory.memcache.protocol.meta;

/**
 * What a reply tells of an item: a reused record of plain fields, filled by whoever sees the item. One owner, one
 * thread.
 */
public final class MetaItem {

    /** Bytes of the value. */
    public int valueLength;
    /** The client's opaque flags. */
    public int clientFlags;
    /** The item's CAS, 0 if it has none. */
    public long cas;
    /** Exptime on the server's clock in seconds, 0 never. */
    public int exptime;
    /** Seconds on the server's clock at the last use. */
    public int lastUse;
    /** Whether it had been read before. */
    public boolean fetched;
    /** Whether it has been invalidated. */
    public boolean stale;
    /** Whether an earlier reader has won the right to renew it. */
    public boolean tokenSent;
    /** Whether its key is no text. */
    public boolean binaryKey;
}
