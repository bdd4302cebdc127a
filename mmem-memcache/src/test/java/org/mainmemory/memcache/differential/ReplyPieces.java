package org.mainmemory.memcache.differential;

import java.util.List;

/** Takes a stream of replies in one protocol apart. */
@FunctionalInterface
interface ReplyPieces {

    /** The pieces of {@code replies}; what cannot be read is bytes. */
    List<Piece> of(String replies);
}
