package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.OS_ERROR;
import static org.mainmemory.server.options.StartFailure.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An address to listen on, as the command line names it.
 *
 * @param host a host name or an address without brackets; null for all addresses of the machine
 * @param port the port; 0 for any that is free
 * @param tls whether it is different from others in TLS; of no meaning without -Z
 */
public record ListenAddress(@Nullable String host, int port, Tls tls) {

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

        private final String word;

        Tls(String word) {
            this.word = word;
        }

        /** What {@code item} begins with. */
        private static Tls of(String item) {
            for (Tls tls : values()) {
                if (tls != AS_ASKED && item.startsWith(tls.word + ":")) {
                    return tls;
                }
            }
            return AS_ASKED;
        }
    }

    private static final int MAX_PORT = 65535;

    /**
     * What -l's values name. Each is a list with {@code ,} or {@code ;} of {@code host}, {@code host:port},
     * {@code [v6]}, {@code [v6]:port}, {@code v6}, {@code *} or {@code *:port}, with {@code notls:}, {@code btls:} or
     * {@code mtls:} in front if it is to differ in TLS. What is named twice counts once.
     *
     * @param interfaces the values, joined by commas
     * @param defaultPort the port where none is named
     * @param withTls whether TLS is spoken at all
     * @throws StartFailure for a port that is none, for a word about TLS without TLS, and for memcached's prefixes
     *     that mmem does not have
     */
    static List<ListenAddress> parseList(String interfaces, int defaultPort, boolean withTls)
            throws StartFailure {
        List<ListenAddress> addresses = new ArrayList<>();
        for (String item : interfaces.split("[,;]")) {
            if (!item.isBlank()) {
                ListenAddress address = parse(item.strip(), defaultPort, interfaces, withTls);
                if (!address.isIn(addresses)) {
                    addresses.add(address);
                }
            }
        }
        if (addresses.isEmpty()) {
            throw usage("-l (--listen) names no address");
        }
        return addresses;
    }

    /** Compared by hand: the first {@code equals} of a record takes 10 ms, too much for a start. */
    private boolean isIn(List<ListenAddress> addresses) {
        for (ListenAddress other : addresses) {
            if (port == other.port && Objects.equals(host, other.host)) {
                return true;
            }
        }
        return false;
    }

    private static ListenAddress parse(String whole, int defaultPort, String interfaces, boolean withTls)
            throws StartFailure {
        Tls tls = Tls.of(whole);
        if (tls != Tls.AS_ASKED && !withTls) {
            throw new StartFailure(OS_ERROR, "'" + tls.word + "' option is valid only when SSL is enabled");
        }
        String item = tls == Tls.AS_ASKED ? whole : whole.substring(tls.word.length() + 1);
        refusePrefixes(item);
        String host = item;
        String rest = "";
        if (item.startsWith("[")) {
            int bracket = item.indexOf(']');
            if (bracket < 0) {
                throw cannotListen(interfaces, "Invalid IPV6 address: \"" + item + "\"");
            }
            host = item.substring(1, bracket);
            rest = item.substring(bracket + 1);
            if (!rest.isEmpty() && !rest.startsWith(":")) {
                throw cannotListen(interfaces, "Invalid port number: \"" + rest + "\"");
            }
        } else if (item.indexOf(':') >= 0 && item.indexOf(':') == item.lastIndexOf(':')) {
            host = item.substring(0, item.indexOf(':'));
            rest = item.substring(item.indexOf(':'));
        }
        if (host.isEmpty()) {
            throw cannotListen(interfaces, "Name or service not known");
        }
        int port = rest.isEmpty() ? defaultPort : parsePort(rest.substring(1), interfaces);
        return new ListenAddress(host.equals("*") ? null : host, Math.max(port, 0), tls);
    }

    /** A port as -l names it; -1 and 0 are any that is free. */
    private static int parsePort(String text, String interfaces) throws StartFailure {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= -1 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw cannotListen(interfaces, "Invalid port number: \"" + text + "\"");
    }

    private static void refusePrefixes(String item) throws StartFailure {
        if (item.startsWith("proto[")) {
            throw usage("-l " + item + ": 'proto' is not in mmem yet; every port finds out the protocol itself");
        }
        if (item.startsWith("tag[") || item.startsWith("tag_")) {
            throw usage("-l " + item + ": 'tag' is not in mmem yet");
        }
    }

    private static StartFailure cannotListen(String interfaces, String why) {
        return new StartFailure(OS_ERROR, "failed to listen on one of interface(s) " + interfaces + ": " + why);
    }
}
