package org.mainmemory.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.mainmemory.memcache.session.MemcacheSettings;
import org.mainmemory.memcache.session.ServerOrders;
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
     * @throws StartFailure for a host name without an address, or a password file that cannot be read
     */
    static MemcacheSettings settings(ServerSettings settings, int connectionLimit, ServerOrders orders)
            throws StartFailure {
        ServerSettings.Listening listening = settings.listening();
        MemcacheSettings.Builder builder = MemcacheSettings.builder()
                .store(store(settings))
                .connectionLimit(connectionLimit)
                .backlog(Math.max(1, listening.backlog()))
                .reqsPerEvent(settings.requestsPerEvent())
                .verbosity(settings.verbosity())
                .flushEnabled(settings.flushEnabled())
                .shutdownEnabled(settings.shutdownEnabled())
                .admin(settings.admin())
                .orders(orders);
        Passwords.demand(settings.access(), builder);
        String unixSocket = listening.unixSocket();
        if (unixSocket != null) {
            builder.unixSocket(Path.of(unixSocket), listening.unixMask());
        }
        for (ListenAddress address : listening.addresses()) {
            listen(address, listening, builder::listenEverywhere, builder::listen);
        }
        for (ListenAddress address : listening.udpAddresses()) {
            listen(address, listening, builder::udpEverywhere, builder::udp);
        }
        return builder.build();
    }

    private static StoreSettings store(ServerSettings settings) {
        ServerSettings.Memory memory = settings.memory();
        int chunkMax = memory.slabChunkMax();
        return new StoreSettings(
                memory.limitBytes(), memory.maxItemSize(), memory.evictions(), memory.useCas(), memory.growthFactor(),
                Math.min(memory.slabMinSize(), chunkMax), chunkMax, settings.threads(),
                memory.classic());
    }

    /** All addresses of a host name are listened on; a host of null is all addresses of the machine, in one. */
    private static void listen(
            ListenAddress address, ServerSettings.Listening listening,
            IntConsumer everywhere, Consumer<InetSocketAddress> at)
            throws StartFailure {
        String host = address.host();
        if (host == null) {
            everywhere.accept(address.port());
            return;
        }
        try {
            for (InetAddress found : InetAddress.getAllByName(host)) {
                at.accept(new InetSocketAddress(found, address.port()));
            }
        } catch (UnknownHostException e) {
            throw new StartFailure(StartFailure.OS_ERROR, "failed to listen on one of interface(s) "
                    + listening.interfaces() + ": " + host + ": Name or service not known");
        }
    }
}
