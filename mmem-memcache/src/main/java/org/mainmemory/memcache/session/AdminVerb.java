package org.mainmemory.memcache.session;

/** A verb about the server. One object serves one loop. */
@FunctionalInterface
interface AdminVerb {

    /** Carries out an order. */
    Answer answer(AdminLine line);
}
