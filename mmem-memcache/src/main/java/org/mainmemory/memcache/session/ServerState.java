package org.mainmemory.memcache.session;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.NetServer;
import org.mainmemory.memcache.store.Store;

/** What all sessions of a server share. Any thread. */
final class ServerState {

    private final MemcacheSettings settings;
    private final Store store;
    private final ServerClock clock;
    private final int requestsPerTurn;
    private final EventLog log;
    private final Statistics statistics;
    private volatile @Nullable NetServer net;
    private volatile Tuning tuning;
    private volatile Runnable upkeep = () -> { };
    private volatile int verbosity;
    private volatile int oldestLive;
    private volatile int tcpPort;
    private volatile int udpPort;
    private volatile int listeners;
    private volatile int udpSockets;

    ServerState(MemcacheSettings settings, Store store, ServerClock clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        this.requestsPerTurn = settings.reqsPerEvent() > 0 ? settings.reqsPerEvent() : Integer.MAX_VALUE;
        this.verbosity = settings.verbosity();
        this.log = new EventLog(store, settings.admin());
        this.tuning = settings.admin().tuning();
        this.statistics = new Statistics(this);
        store.sweeping(settings.admin().maintainer());
        store.tidying(tuning.slabAutomove() > 0);
        store.flat(!tuning.segmented());
        store.temporaryTtl(tuning.temporaryTtl());
    }

    MemcacheSettings settings() {
        return settings;
    }

    Store store() {
        return store;
    }

    ServerClock clock() {
        return clock;
    }

    /** Requests that a session may answer in one turn. */
    int requestsPerTurn() {
        return requestsPerTurn;
    }

    Statistics statistics() {
        return statistics;
    }

    /** What is told to those who watch. */
    EventLog log() {
        return log;
    }

    /** The network, null if there is none. */
    @Nullable NetServer net() {
        return net;
    }

    /** Sets the network. */
    void net(NetServer server) {
        net = server;
        listeners = server.addresses().size();
        udpSockets = server.datagramPorts().size();
    }

    /**
     * A connection's number among listeners, UDP sockets and connections, in this order: what stands in place of its
     * file descriptor.
     */
    long numberOf(Connection connection) {
        return listeners + udpSockets + connection.id();
    }

    /** The same for the UDP socket with this index. */
    long numberOfUdp(int index) {
        return listeners + index + 1L;
    }

    /** How many UDP sockets there are. */
    int udpSockets() {
        return udpSockets;
    }

    /** What clients have tuned. */
    Tuning tuning() {
        return tuning;
    }

    /** Changes the tuning. */
    synchronized void tune(UnaryOperator<Tuning> change) {
        tuning = change.apply(tuning);
        store.tidying(tuning.slabAutomove() > 0);
    }

    /** Has {@code waker} called when there is upkeep to do for the store. */
    void upkeep(Runnable waker) {
        upkeep = waker;
    }

    /** Sees to it that upkeep that was ordered begins soon. */
    void wakeUpkeep() {
        upkeep.run();
    }

    /** How much is logged, 0 to 3. */
    int verbosity() {
        return verbosity;
    }

    /** Sets how much is logged, and says so to whoever logs. */
    void verbosity(int level) {
        verbosity = level;
        settings.orders().verbosity(level);
    }

    /** The first TCP port listened on, 0 if there is none. */
    int tcpPort() {
        return tcpPort;
    }

    /** Sets the first TCP port listened on. */
    void tcpPort(int port) {
        tcpPort = port;
    }

    /** The first UDP port, 0 if there is none. */
    int udpPort() {
        return udpPort;
    }

    /** Sets the first UDP port. */
    void udpPort(int port) {
        udpPort = port;
    }

    /** The clock at which the last flush_all took or takes effect, less one as memcached has it; 0 if none came. */
    int oldestLive() {
        return oldestLive;
    }

    /** Kills all items at {@code atSeconds} on the clock, or now if that has passed. */
    void flushAll(int atSeconds, int nowSeconds) {
        oldestLive = Math.max(atSeconds, nowSeconds) - 1;
        store.flushAll(atSeconds, nowSeconds);
    }
}
