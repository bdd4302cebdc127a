package org.mainmemory.memcache.differential;

/** A source of requests in one protocol, most of them valid, some odd, some broken. */
interface Requests {

    /** The next request. */
    Request next(Choice choice);

    /** A request that ends what is to be compared, answered by {@link #syncReply}. */
    String sync(int number);

    /** The reply to {@link #sync}. */
    String syncReply(int number);

    /** Bytes that complete whatever a broken request has left incomplete. */
    String filler();

    /** What replies consist of. */
    ReplyPieces pieces();
}
