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
 */
public record ListenAddress(@Nullable String host, int port) {

    private static final int MAX_PORT = 65535;

    private static final String[] TLS_PREFIXES = {"notls:", "btls:", "mtls:"};

    /**
     * What -l's values name. Each is a list with {@code ,} or {@code ;} of {@code host}, {@code host:port},
     * {@code [v6]}, {@code [v6]:port}, {@code v6}, {@code *} or {@code *:port}. What is named twice counts once.
     *
     * @param interfaces the values, joined by commas
     * @param defaultPort the port where none is named
     * @throws StartFailure for a port that is none, and for memcached's prefixes that mmem does not have
     */
    static List<ListenAddress> parseList(String interfaces, int defaultPort) throws StartFailure {
        List<ListenAddress> addresses = new ArrayList<>();
        for (String item : interfaces.split("[,;]")) {
            if (!item.isBlank()) {
                ListenAddress address = parse(item.strip(), defaultPort, interfaces);
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

    private static ListenAddress parse(String item, int defaultPort, String interfaces) throws StartFailure {
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
        return new ListenAddress(host.equals("*") ? null : host, Math.max(port, 0));
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
        for (String prefix : TLS_PREFIXES) {
            if (item.startsWith(prefix)) {
                throw usage("-l " + item + ": '" + prefix.replace(":", "")
                        + "' needs TLS, which is not in mmem yet");
            }
        }
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
