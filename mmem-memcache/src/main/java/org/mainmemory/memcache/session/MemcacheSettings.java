package org.mainmemory.memcache.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.memcache.store.StoreSettings;

/**
 * What a {@link MemcacheServer} is started with; memcached's option letters in brackets.
 *
 * @param endpoints where to listen (-l -p -U -s -a)
 * @param protocols what is spoken at endpoints where it is not {@code bindingProtocol} (proto[] of -l)
 * @param store what the store is built from (-m -M -C -I -f -n); its {@code loops} is the number of loops (-t)
 * @param memoryFile the file that the store's memory is (-e), null if that ends with the process
 * @param connectionLimit most connections at a time (-c); who comes then is told so and closed
 * @param backlog connections that may wait to be accepted (-b)
 * @param mark what packets of TCP connections are marked with on Linux, unsigned (-o sock_cookie_id); 0 is nothing
 * @param reqsPerEvent requests that one connection may have answered before others come first (-R); 0 if not given:
 *     then a turn answers what one filling of the loop's input buffer holds, which needs no counting, or as many as
 *     there is room for where what clients hold is limited
 * @param readBufferLimitBytes what clients' unfinished requests and unsent replies may hold, all loops together; 0 if
 *     there is no limit (-o read_buf_mem_limit)
 * @param verbosity how much is logged, 0 to 3 (-v); clients may change it
 * @param bindingProtocol what connections may speak (-B)
 * @param saslPasswords who may come in (-S): then clients speak the binary protocol and authenticate; null if all may
 * @param textPasswords who may come in (-Y): then clients speak text and authenticate; null if all may
 * @param tls what TLS is spoken with at those endpoints that have it (-Z); null if none has
 * @param flushEnabled whether flush_all is obeyed (not -F)
 * @param shutdownEnabled whether shutdown is obeyed (-A)
 * @param admin what operators may do, see and tune (-D -X -W and several of -o)
 * @param orders where clients' orders to the process go
 */
public record MemcacheSettings(
        List<Endpoint> endpoints,
        Map<Endpoint, BindingProtocol> protocols,
        StoreSettings store,
        @Nullable Path memoryFile,
        int connectionLimit,
        int backlog,
        int mark,
        int reqsPerEvent,
        long readBufferLimitBytes,
        int verbosity,
        BindingProtocol bindingProtocol,
        @Nullable PasswordFile saslPasswords,
        @Nullable PasswordFile textPasswords,
        @Nullable TlsSetup tls,
        boolean flushEnabled,
        boolean shutdownEnabled,
        AdminSettings admin,
        ServerOrders orders) {

    /** memcached's port. */
    public static final int DEFAULT_PORT = 11211;

    /**
     * Copies the list of endpoints.
     *
     * @throws IllegalArgumentException if clients may speak a protocol in which they could not authenticate, or UDP
     */
    public MemcacheSettings {
        endpoints = List.copyOf(endpoints);
        protocols = Map.copyOf(protocols);
        requireLogin(saslPasswords, BindingProtocol.BINARY, bindingProtocol, protocols.values());
        requireLogin(textPasswords, BindingProtocol.ASCII, bindingProtocol, protocols.values());
        if ((saslPasswords != null || textPasswords != null) && endpoints.stream().anyMatch(Endpoint::isDatagram)) {
            throw new IllegalArgumentException("no authentication over UDP");
        }
    }

    private static void requireLogin(@Nullable PasswordFile passwords, BindingProtocol only, BindingProtocol binding,
            Collection<BindingProtocol> others) {
        if (passwords != null && (binding != only || others.stream().anyMatch(other -> other != only))) {
            throw new IllegalArgumentException("no authentication but over " + only);
        }
    }

    /** What is spoken at an endpoint; null stands for none of the endpoints. */
    BindingProtocol protocolAt(@Nullable Endpoint endpoint) {
        return endpoint == null || protocols.isEmpty()
                ? bindingProtocol
                : protocols.getOrDefault(endpoint, bindingProtocol);
    }

    /** Whether clients have to authenticate. */
    boolean needsLogin() {
        return saslPasswords != null || textPasswords != null;
    }

    /** Starts from memcached's defaults, but with no endpoint yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** Loops that answer (-t). */
    public int loops() {
        return store.loops();
    }

    /** Collects settings; a reused call overrides, {@link #listen} adds. Not for several threads. */
    public static final class Builder {

        private final List<Endpoint> endpoints = new ArrayList<>();
        private final Map<Endpoint, BindingProtocol> protocols = new LinkedHashMap<>();
        private StoreSettings store = StoreSettings.defaults(4);
        private @Nullable Path memoryFile;
        private int connectionLimit = 1024;
        private int backlog = 1024;
        private int mark;
        private int reqsPerEvent;
        private long readBufferLimitBytes;
        private int verbosity;
        private BindingProtocol bindingProtocol = BindingProtocol.AUTO;
        private @Nullable PasswordFile saslPasswords;
        private @Nullable PasswordFile textPasswords;
        private @Nullable TlsSetup tls;
        private boolean flushEnabled = true;
        private boolean shutdownEnabled;
        private AdminSettings admin = AdminSettings.DEFAULTS;
        private ServerOrders orders = ServerOrders.IGNORED;

        private Builder() {
        }

        /** Listens on {@code address} too; port 0 means any free one. */
        public Builder listen(InetSocketAddress address) {
            endpoints.add(Endpoint.tcp(address));
            return this;
        }

        /** Listens on all addresses of the machine too, of IPv4 and IPv6; port 0 means any free one. */
        public Builder listenEverywhere(int port) {
            endpoints.add(Endpoint.anyAddress(port));
            return this;
        }

        /** Listens on the loopback address too; port 0 means any free one. */
        public Builder listenOnLoopback(int port) {
            return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }

        /** Receives datagrams at {@code address} too; port 0 means any free one. */
        public Builder udp(InetSocketAddress address) {
            endpoints.add(Endpoint.udp(address));
            return this;
        }

        /** Receives datagrams at all addresses of the machine too; port 0 means any free one. */
        public Builder udpEverywhere(int port) {
            endpoints.add(Endpoint.anyUdpAddress(port));
            return this;
        }

        /** Receives datagrams at the loopback address too; port 0 means any free one. */
        public Builder udpOnLoopback(int port) {
            return udp(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }

        /** Listens at {@code endpoint} too. */
        public Builder listen(Endpoint endpoint) {
            endpoints.add(endpoint);
            return this;
        }

        /** Listens on a unix socket with these permission bits too. */
        public Builder unixSocket(Path path, int mode) {
            endpoints.add(Endpoint.unix(path, mode));
            return this;
        }

        /** Of the endpoints so far, the last one speaks {@code protocol}, whatever the others speak. */
        public Builder speaking(BindingProtocol protocol) {
            protocols.put(endpoints.getLast(), protocol);
            return this;
        }

        /** Builds the store, and with it the number of loops, from {@code settings}. */
        public Builder store(StoreSettings settings) {
            store = settings;
            return this;
        }

        /** What pages, index and queues of the store may take together, in bytes. */
        public Builder memoryLimit(long bytes) {
            store = store.withMemoryLimit(bytes);
            return this;
        }

        /** Keeps the items in a file, where the next server finds them. */
        public Builder memoryFile(Path file) {
            memoryFile = file;
            return this;
        }

        /** How many loops answer; with one, nothing in the store is guarded. */
        public Builder loops(int count) {
            store = store.withLoops(count);
            return this;
        }

        /** Bounds the connections. */
        public Builder connectionLimit(int connections) {
            connectionLimit = connections;
            return this;
        }

        /** Bounds the connections that wait to be accepted. */
        public Builder backlog(int connections) {
            backlog = connections;
            return this;
        }

        /** Marks packets of TCP connections. */
        public Builder mark(int number) {
            mark = number;
            return this;
        }

        /** Bounds the requests of a turn. */
        public Builder reqsPerEvent(int requests) {
            reqsPerEvent = requests;
            return this;
        }

        /** Bounds what clients' unfinished requests and unsent replies may hold, in bytes; 0 is no limit. */
        public Builder readBufferLimit(long bytes) {
            readBufferLimitBytes = bytes;
            return this;
        }

        /** Sets how much is logged. */
        public Builder verbosity(int level) {
            verbosity = level;
            return this;
        }

        /** What connections may speak. */
        public Builder bindingProtocol(BindingProtocol protocol) {
            bindingProtocol = protocol;
            return this;
        }

        /** Admits only clients of the binary protocol that authenticate by SASL. */
        public Builder saslPasswords(PasswordFile passwords) {
            saslPasswords = passwords;
            return bindingProtocol(BindingProtocol.BINARY);
        }

        /** Admits only text clients that authenticate. */
        public Builder textPasswords(PasswordFile passwords) {
            textPasswords = passwords;
            return bindingProtocol(BindingProtocol.ASCII);
        }

        /** What the endpoints that have TLS have it from, for stats and refresh_certs. */
        public Builder tls(TlsSetup setup) {
            tls = setup;
            return this;
        }

        /** Whether flush_all is obeyed. */
        public Builder flushEnabled(boolean enabled) {
            flushEnabled = enabled;
            return this;
        }

        /** Whether shutdown is obeyed. */
        public Builder shutdownEnabled(boolean enabled) {
            shutdownEnabled = enabled;
            return this;
        }

        /** What operators may do, see and tune. */
        public Builder admin(AdminSettings settings) {
            admin = settings;
            return this;
        }

        /** Where clients' orders to the process go. */
        public Builder orders(ServerOrders receiver) {
            orders = receiver;
            return this;
        }

        /** The settings so far. */
        public MemcacheSettings build() {
            return new MemcacheSettings(endpoints, protocols, store, memoryFile, connectionLimit, backlog, mark,
                    reqsPerEvent, readBufferLimitBytes, verbosity, bindingProtocol, saslPasswords, textPasswords, tls,
                    flushEnabled, shutdownEnabled, admin, orders);
        }
    }
}
