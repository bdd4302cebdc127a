package org.mainmemory.memcache.session;

import org.mainmemory.memcache.protocol.binary.BinaryHeader;

/** What a connection may speak (-B). */
public enum BindingProtocol {
    /** What its first byte says. */
    AUTO("auto-negotiate"),
    /** Text, classic and meta. */
    ASCII("ascii"),
    /** The binary protocol. */
    BINARY("binary");

    private final String told;

    BindingProtocol(String told) {
        this.told = told;
    }

    /** What {@code stats settings} calls it. */
    String told() {
        return told;
    }

    /** The protocol of a connection that begins with {@code first}. */
    static BindingProtocol of(byte first) {
        return first == BinaryHeader.REQUEST_MAGIC ? BINARY : ASCII;
    }
}
