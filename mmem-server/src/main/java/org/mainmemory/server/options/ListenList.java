package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.OS_ERROR;
import static org.mainmemory.server.options.StartFailure.usage;

import java.util.ArrayList;
import java.util.List;
import org.mainmemory.memcache.session.BindingProtocol;

/**
 * What -l's values name. Each is a list with {@code ,} or {@code ;} of
 * {@code [TLS:][proto[NAME]:][tag[NAME]:]ADDRESS}, where TLS is {@code notls}, {@code btls} or {@code mtls},
 * {@code tag_NAME_:} is the same as {@code tag[NAME]:} and an address is {@code host}, {@code host:port}, {@code [v6]},
 * {@code [v6]:port}, {@code v6}, {@code *} or {@code *:port}. What is named twice in
 * the same way counts once.
 *
 * <p>A tag tells memcached's proxy where a request came from; it is checked, and otherwise changes nothing.
 */
final class ListenList {

    private static final int MAX_PORT = 65535;
    private static final int LONGEST_TAG = 8;
    private static final String PROTO = "proto";
    private static final String TAG = "tag";

    private final String interfaces;
    private final int defaultPort;
    private final ServerSettings.Access access;
    private final boolean withTls;

    /** What of the item in hand is still to be read. */
    private String rest = "";

    /**
     * Takes the values.
     *
     * @param interfaces the values, joined by commas
     * @param defaultPort the port where none is named
     * @param access what is spoken where nothing is named, and what may be
     * @param withTls whether TLS is spoken at all
     */
    ListenList(String interfaces, int defaultPort, ServerSettings.Access access, boolean withTls) {
        this.interfaces = interfaces;
        this.defaultPort = defaultPort;
        this.access = access;
        this.withTls = withTls;
    }

    /**
     * The addresses, in their order.
     *
     * @throws StartFailure for what memcached refuses
     */
    List<ListenAddress> addresses() throws StartFailure {
        List<ListenAddress> addresses = new ArrayList<>();
        for (String item : interfaces.split("[,;]")) {
            if (!item.isBlank()) {
                rest = item.strip();
                ListenAddress address = address();
                if (addresses.stream().noneMatch(address::isSameAs)) {
                    if (addresses.stream().anyMatch(address::isSamePlaceAs)) {
                        throw cannotListen("Address already in use");
                    }
                    addresses.add(address);
                }
            }
        }
        if (addresses.isEmpty()) {
            throw usage("-l (--listen) names no address");
        }
        return addresses;
    }

    private ListenAddress address() throws StartFailure {
        ListenAddress.Tls tls = tls();
        BindingProtocol protocol = protocol();
        tag();
        String host = host();
        String port = rest;
        if (host.isEmpty()) {
            throw cannotListen("Name or service not known");
        }
        return new ListenAddress(host.equals("*") ? null : host, port.isEmpty() ? Math.max(defaultPort, 0)
                : port(port.substring(1)), tls, protocol);
    }

    private ListenAddress.Tls tls() throws StartFailure {
        ListenAddress.Tls tls = ListenAddress.Tls.of(rest);
        if (tls != ListenAddress.Tls.AS_ASKED) {
            if (!withTls) {
                throw cannotListen("'" + tls.word + "' option is valid only when SSL is enabled");
            }
            skipTo(tls.word.length());
        }
        return tls;
    }

    private BindingProtocol protocol() throws StartFailure {
        if (!rest.startsWith(PROTO + "[")) {
            return access.protocol();
        }
        int end = rest.indexOf(']');
        if (end < 0) {
            throw cannotListen("Invalid protocol spec: \"" + rest.substring(PROTO.length()) + "\"");
        }
        String name = rest.substring(PROTO.length() + 1, end);
        skipTo(end + 1);
        return switch (name) {
            case "ascii" -> ascii();
            case "binary" -> binary();
            case "negotiating" -> negotiating();
            case "proxy" -> throw cannotListen("mmem is no proxy: \"" + name + "\"");
            default -> throw cannotListen("Invalid protocol spec: \"[" + name + "]\"");
        };
    }

    private BindingProtocol ascii() throws StartFailure {
        if (access.sasl()) {
            throw usage("ERROR: You cannot allow the ASCII protocol while using SASL.");
        }
        return BindingProtocol.ASCII;
    }

    private BindingProtocol binary() throws StartFailure {
        if (access.authFile() != null) {
            throw cannotListen("Cannot use binary protocol when ascii authentication enabled");
        }
        return BindingProtocol.BINARY;
    }

    /** Where clients authenticate they speak the one protocol in which they can. */
    private BindingProtocol negotiating() {
        return access.sasl() || access.authFile() != null ? access.protocol() : BindingProtocol.AUTO;
    }

    private void tag() throws StartFailure {
        if (!rest.startsWith(TAG + "[") && !rest.startsWith(TAG + "_")) {
            return;
        }
        String spec = rest.substring(TAG.length());
        int end = spec.indexOf(spec.charAt(0) == '[' ? ']' : '_', 1);
        if (end < 0) {
            throw cannotListen("Invalid tag in socket config: \"" + spec + "\"");
        }
        if (end == 1 || end > LONGEST_TAG + 1) {
            throw cannotListen("Listener tags must be between 1 and " + LONGEST_TAG + " characters: \""
                    + spec.substring(1, end) + "\"");
        }
        skipTo(TAG.length() + end + 1);
    }

    /** Goes on behind a prefix and the colon that ends it. */
    private void skipTo(int index) throws StartFailure {
        if (!rest.startsWith(":", index)) {
            throw cannotListen("Name or service not known");
        }
        rest = rest.substring(index + 1);
    }

    /** Leaves the colon and the port, or nothing. */
    private String host() throws StartFailure {
        String item = rest;
        if (item.startsWith("[")) {
            int bracket = item.indexOf(']');
            if (bracket < 0) {
                throw cannotListen("Invalid IPV6 address: \"" + item + "\"");
            }
            rest = item.substring(bracket + 1);
            if (!rest.isEmpty() && !rest.startsWith(":")) {
                throw cannotListen("Invalid port number: \"" + rest + "\"");
            }
            return item.substring(1, bracket);
        }
        int colon = item.indexOf(':');
        if (colon < 0 || colon != item.lastIndexOf(':')) {
            rest = "";
            return item;
        }
        rest = item.substring(colon);
        return item.substring(0, colon);
    }

    /** A port as -l names it; -1 and 0 are any that is free. */
    private int port(String text) throws StartFailure {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= -1 && port <= MAX_PORT) {
                return Math.max(port, 0);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw cannotListen("Invalid port number: \"" + text + "\"");
    }

    private StartFailure cannotListen(String why) {
        return new StartFailure(OS_ERROR, "failed to listen on one of interface(s) " + interfaces + ": " + why);
    }
}
