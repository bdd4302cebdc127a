package org.mainmemory.server.options;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.session.BindingProtocol;

/**
 * A TCP or UDP address to listen on, as the command line names it.
 *
 * @param host a host name or an address without brackets; null for all addresses of the machine
 * @param port the port; 0 for any that is free
 * @param tls whether it is different from others in TLS; of no meaning without -Z
 * @param protocol what is spoken there
 */
public record ListenAddress(@Nullable String host, int port, Tls tls, BindingProtocol protocol) {

    /** How an address speaks TLS. */
    public enum Tls {
        /** As all do that say nothing else. */
        AS_ASKED(""),
        /** Not at all. */
        NONE("notls"),
        /** Without certificates of clients. */
        BASIC("btls"),
        /** With certificates of clients. */
        MUTUAL("mtls");

        final String word;

        Tls(String word) {
            this.word = word;
        }

        /** What {@code item} begins with. */
        static Tls of(String item) {
            for (Tls tls : values()) {
                if (tls != AS_ASKED && item.startsWith(tls.word + ":")) {
                    return tls;
                }
            }
            return AS_ASKED;
        }
    }

    /** Whether all is the same. */
    boolean isSameAs(ListenAddress other) {
        return isSamePlaceAs(other) && tls == other.tls && protocol == other.protocol;
    }

    /** Compared by hand: the first {@code equals} of a record takes 10 ms, too much for a start. */
    boolean isSamePlaceAs(ListenAddress other) {
        return port == other.port && Objects.equals(host, other.host);
    }
}
