package org.mainmemory.memcache.session;

import org.jspecify.annotations.Nullable;

/** What a client may {@code watch}, in memcached's words and order. */
enum LogKind {
    /** Items looked up. */
    FETCHERS("fetchers"),
    /** Values stored. */
    MUTATIONS("mutations"),
    /** Items evicted. */
    EVICTIONS("evictions"),
    /** Connections opened and closed. */
    CONNEVENTS("connevents"),
    /** What the server does by itself. */
    SYSEVENTS("sysevents"),
    /** Items deleted. */
    DELETIONS("deletions"),
    /** Nothing, as in memcached. */
    RAWCMDS("rawcmds"),
    /** Nothing: of memcached's proxy. */
    PROXYREQS("proxyreqs"),
    /** Nothing: of memcached's proxy. */
    PROXYEVENTS("proxyevents"),
    /** Nothing: of memcached's proxy. */
    PROXYUSER("proxyuser");

    private final String word;

    LogKind(String word) {
        this.word = word;
    }

    /** A bit of its own. */
    int bit() {
        return 1 << ordinal();
    }

    /** The first kind whose word begins with {@code start}; null if there is none. */
    static @Nullable LogKind of(String start) {
        for (LogKind kind : values()) {
            if (kind.word.startsWith(start)) {
                return kind;
            }
        }
        return null;
    }
}
