package org.mainmemory.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.memcache.session.MemcacheSettings;
import org.mainmemory.memcache.session.ServerOrders;
import org.mainmemory.memcache.session.TlsSetup;
import org.mainmemory.memcache.store.StoreSettings;
import org.mainmemory.server.options.ListenAddress;
import org.mainmemory.server.options.ServerSettings;
import org.mainmemory.server.options.StartFailure;

/** Command line settings to settings of the cache: host names become addresses, the rest keeps its meaning. */
final class MemcacheWiring {

    private MemcacheWiring() {
    }

    /**
     * The cache's settings.
     *
     * @param connectionLimit how many clients the process has room for: -c's number or less
     * @param orders where clients' orders to the process go
     * @throws StartFailure for a host name without an address, or a file of passwords, certificates or keys that cannot
     *     be read
     */
    static MemcacheSettings settings(ServerSettings settings, int connectionLimit, ServerOrders orders)
            throws StartFailure {
        ServerSettings.Listening listening = settings.listening();
        MemcacheSettings.Builder builder = MemcacheSettings.builder()
                .store(store(settings))
                .connectionLimit(connectionLimit)
                .backlog(Math.max(1, listening.backlog()))
                .mark(listening.cookie())
                .reqsPerEvent(settings.requestsPerEvent())
                .readBufferLimit(settings.readBufferLimitBytes())
                .verbosity(settings.verbosity())
                .flushEnabled(settings.flushEnabled())
                .shutdownEnabled(settings.shutdownEnabled())
                .admin(settings.admin())
                .orders(orders);
        String memoryFile = settings.memory().file();
        if (memoryFile != null) {
            builder.memoryFile(Path.of(memoryFile));
        }
        Passwords.demand(settings.access(), builder);
        ServerSettings.Tls askedTls = settings.tls();
        TlsSetup tls = askedTls == null ? null : Tls.setup(askedTls);
        if (tls != null) {
            builder.tls(tls);
        }
        String unixSocket = listening.unixSocket();
        if (unixSocket != null) {
            builder.unixSocket(Path.of(unixSocket), listening.unixMask());
        }
        for (ListenAddress address : listening.addresses()) {
            for (Endpoint plain : endpoints(address, listening, Endpoint::anyAddress, Endpoint::tcp)) {
                builder.listen(Tls.endpoint(plain, address, tls));
                if (address.protocol() != settings.access().protocol()) {
                    builder.speaking(address.protocol());
                }
            }
        }
        for (ListenAddress address : listening.udpAddresses()) {
            endpoints(address, listening, Endpoint::anyUdpAddress, Endpoint::udp).forEach(builder::listen);
        }
        return builder.build();
    }

    private static StoreSettings store(ServerSettings settings) {
        ServerSettings.Memory memory = settings.memory();
        int chunkMax = memory.slabChunkMax();
        return new StoreSettings(
                memory.limitBytes(), memory.maxItemSize(), memory.evictions(), memory.useCas(), memory.growthFactor(),
                Math.min(memory.slabMinSize(), chunkMax), chunkMax, settings.threads(), memory.classic(),
                memory.slabSizes(), memory.largePages());
    }

    /** All addresses of a host name are listened on; a host of null is all addresses of the machine, in one. */
    private static List<Endpoint> endpoints(
            ListenAddress address, ServerSettings.Listening listening,
            IntFunction<Endpoint> everywhere, Function<InetSocketAddress, Endpoint> at)
            throws StartFailure {
        String host = address.host();
        if (host == null) {
            return List.of(everywhere.apply(address.port()));
        }
        try {
            List<Endpoint> endpoints = new ArrayList<>();
            for (InetAddress found : InetAddress.getAllByName(host)) {
                endpoints.add(at.apply(new InetSocketAddress(found, address.port())));
            }
            return endpoints;
        } catch (UnknownHostException e) {
            throw new StartFailure(StartFailure.OS_ERROR, "failed to listen on one of interface(s) "
                    + listening.interfaces() + ": " + host + ": Name or service not known");
        }
    }
}
