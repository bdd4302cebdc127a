package org.mainmemory.memcache.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.memory.BufferPool;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.DatagramPort;
import org.mainmemory.core.net.DatagramSession;
import org.mainmemory.core.net.ListenException;
import org.mainmemory.core.net.NetServer;
import org.mainmemory.core.net.NetSettings;
import org.mainmemory.core.net.Session;
import org.mainmemory.memcache.store.MemoryFileException;
import org.mainmemory.memcache.store.Store;
import org.mainmemory.memcache.store.StoreStats;
import org.slf4j.LoggerFactory;

/**
 * A memcached server inside a program: a store, loops and listeners. There may be several in a process.
 *
 * <p>How many loops there are is decided here, once, by {@link MemcacheSettings#loops}: with one, nothing in the store
 * is guarded; with more, its shards are. All else is the same.
 *
 * <p>Any thread but the server's own loops may call.
 */
public final class MemcacheServer implements AutoCloseable {

    private static final String REFUSAL = "ERROR Too many open connections\r\n";
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
    private static final Duration LOOPS_LIMIT = Duration.ofSeconds(10);

    private final Store store;
    private final ServerState state;
    private final LoopGroup loops;
    private final NetServer net;
    private final List<SessionContext> contexts = new ArrayList<>();
    private boolean closed;

    private MemcacheServer(MemcacheSettings settings, LoopGroup loops, Store store) throws IOException {
        this.loops = loops;
        this.store = store;
        state = new ServerState(
                settings, store, new ServerClock(System.nanoTime(), unixSeconds(), store.startSeconds()));
        for (EventLoop loop : loops.loops()) {
            SessionContext context = new SessionContext(state, loop::nowNanos);
            state.statistics().add(context.counters);
            context.log.liveOn(loop);
            if (settings.readBufferLimitBytes() > 0) {
                loop.boundKept(settings.readBufferLimitBytes() / settings.loops());
                context.bound(loop.buffers());
            }
            contexts.add(context);
        }
        net = bindNet(settings);
        state.tcpPort(net.addresses().stream().anyMatch(InetSocketAddress.class::isInstance) ? net.port() : 0);
        state.udpPort(udpAddresses().isEmpty() ? 0 : udpAddresses().getFirst().getPort());
        state.net(net);
        if (!settings.admin().maxconnsFast()) {
            net.waitWhenFull();
        }
        loops.onFailure(settings.orders()::failed);
        state.log().relayOn(loops.loop(0));
        state.statistics().network(this::traffic);
    }

    /**
     * Binds everything that {@code settings} name and reserves the memory, but starts no thread yet: clients may
     * connect, and wait. What needs privileges is done then.
     *
     * @throws MemoryFileException if the memory file cannot be opened
     * @throws ListenException if one of the endpoints cannot be listened at; nothing is left behind
     * @throws IOException if the system refuses something else
     */
    public static MemcacheServer bind(MemcacheSettings settings) throws IOException {
        LoopGroup loops = LoopGroup.open(settings.loops());
        try {
            return bind(settings, loops);
        } catch (IOException | RuntimeException | Error failed) {
            loops.stop();
            throw failed;
        }
    }

    private static MemcacheServer bind(MemcacheSettings settings, LoopGroup loops) throws IOException {
        Store store = openStore(settings, unixSeconds());
        try {
            return new MemcacheServer(settings, loops, store);
        } catch (IOException | RuntimeException | Error failed) {
            store.close();
            throw failed;
        }
    }

    /**
     * Starts a server for this machine's programs, with memcached's defaults but for the port: a free one of the
     * loopback address, which {@link #port} tells.
     */
    public static MemcacheServer start() throws IOException {
        return start(0);
    }

    /**
     * The same on a given port; 0 means any free one.
     *
     * @throws ListenException if the port is in use, or the process has no right to it; nothing is left behind
     */
    public static MemcacheServer start(int port) throws IOException {
        return start(MemcacheSettings.builder().listenOnLoopback(port).build());
    }

    /** {@link #bind} and {@link #run} in one. */
    public static MemcacheServer start(MemcacheSettings settings) throws IOException {
        MemcacheServer server = bind(settings);
        try {
            return server.run();
        } catch (RuntimeException | Error failed) {
            server.close();
            throw failed;
        }
    }

    /** Starts the loops of a bound server: from now on it answers. Once. */
    public MemcacheServer run() {
        net.start();
        List<Upkeep> upkeep = loops.loops().stream().map(loop -> new Upkeep(loop, store, state.clock())).toList();
        state.upkeep(() -> upkeep.forEach(Upkeep::wake));
        state.wakeUpkeep();
        int idleTimeout = state.settings().admin().idleTimeoutSeconds();
        if (idleTimeout > 0) {
            loops.loops().forEach(loop -> loop.post(
                    new IdleKicker(loop, net, contexts.get(loop.index()), idleTimeout)));
        }
        return this;
    }

    /** The first TCP port listened on, as the system chose it if it was 0; 0 if there is none. */
    public int port() {
        return state.tcpPort();
    }

    /**
     * Where a client on this machine reaches the server by TCP: the first such endpoint, at the loopback address if it
     * is for all addresses.
     *
     * @throws IllegalStateException if there is none
     */
    public InetSocketAddress address() {
        return net.addresses().stream()
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .map(MemcacheServer::reachable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no TCP endpoint"));
    }

    private static InetSocketAddress reachable(InetSocketAddress bound) {
        return bound.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort())
                : bound;
    }

    /** Where the server accepts connections. */
    public List<SocketAddress> addresses() {
        return net.addresses();
    }

    /** Where the server receives datagrams. */
    public List<InetSocketAddress> udpAddresses() {
        return net.datagramPorts().stream()
                .map(port -> (InetSocketAddress) port.localAddress())
                .distinct()
                .toList();
    }

    /**
     * Reads the password files anew, if clients have to authenticate; connections that have stay so.
     *
     * @throws IOException if a file cannot be read or makes no sense: what it said before stays valid
     */
    public void reloadPasswords() throws IOException {
        MemcacheSettings settings = state.settings();
        PasswordFile sasl = settings.saslPasswords();
        PasswordFile text = settings.textPasswords();
        if (sasl != null) {
            sasl.reload();
        }
        if (text != null) {
            text.reload();
        }
    }

    /**
     * Reads the TLS certificates anew, if there are some; connections that have come keep theirs.
     *
     * @throws IOException if a file cannot be read or makes no sense: what it said before stays valid
     */
    public void reloadCertificates() throws IOException {
        TlsSetup tls = state.settings().tls();
        if (tls != null) {
            tls.certificates().reload();
        }
    }

    /** Connections open now. */
    public int connections() {
        return net.connections();
    }

    /** What each loop counts as it goes on, in order of their index. Any thread may read. */
    public List<LoopCounters> loopCounters() {
        return loops.loops().stream().map(EventLoop::counters).toList();
    }

    /** Totals of the store, as {@code stats} tells them. */
    public StoreStats storeStats() {
        return store.stats();
    }

    /**
     * Stops gracefully: no new connections; what clients have sent is answered; then connections, loops and store end.
     * A client that does not read its replies is given a second. Does nothing the second time.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        boolean interrupted = false;
        try {
            net.stop(CLOSE_LIMIT);
        } catch (InterruptedException hurry) {
            interrupted = true;
        }
        closed = true;
        loops.stop();
        interrupted |= closeStore();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the loops' threads, which use the store's memory: a loop that does not end keeps it. */
    private boolean closeStore() {
        boolean interrupted = false;
        while (true) {
            try {
                if (loops.join(LOOPS_LIMIT)) {
                    store.close();
                } else {
                    LoggerFactory.getLogger(MemcacheServer.class).error("a loop does not end; its store stays open");
                }
                return interrupted;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
    }

    /** The network underneath; for tests. */
    NetServer net() {
        return net;
    }

    /** What the sessions of each loop share; for tests. */
    List<SessionContext> contexts() {
        return contexts;
    }

    /** The store, with the items in the memory file, if there is one. */
    static Store openStore(MemcacheSettings settings, long unixSeconds) throws MemoryFileException {
        Path file = settings.memoryFile();
        return file == null
                ? Store.open(settings.store())
                : Store.open(settings.store(), file, unixSeconds, settings.orders()::restartReport);
    }

    private NetServer bindNet(MemcacheSettings settings) throws IOException {
        NetSettings netSettings = new NetSettings(
                settings.endpoints(), settings.backlog(), settings.connectionLimit(), REFUSAL, settings.mark());
        return NetServer.bind(netSettings, loops, this::open, this::open);
    }

    private Session open(Connection connection) {
        return new MemcacheSession(contexts.get(connection.loop().index()), connection);
    }

    private DatagramSession open(DatagramPort port) {
        long number = state.numberOfUdp(net.datagramPorts().indexOf(port));
        return new UdpConversation(contexts.get(port.loop().index()), port, number);
    }

    /** As in memcached, a UDP socket counts as a connection. */
    private Traffic traffic() {
        return new Traffic(
                net.connections() + state.udpSockets(),
                loops.sum(LoopCounters::connectionsOpened) + state.udpSockets(),
                loops.sum(LoopCounters::connectionsRefused),
                loops.sum(LoopCounters::bytesRead),
                loops.sum(LoopCounters::bytesWritten),
                buffers(BufferPool::borrowed),
                buffers(BufferPool::lentBytes),
                buffers(BufferPool::idleBytes),
                buffers(BufferPool::refusals),
                net.holds(),
                TimeUnit.NANOSECONDS.toMicros(net.heldNanos()),
                loops.sum(LoopCounters::tlsSessions),
                loops.sum(LoopCounters::tlsHandshakeErrors),
                loops.sum(LoopCounters::tlsProtocolErrors),
                !net.isHolding());
    }

    private long buffers(ToLongFunction<BufferPool> figure) {
        return loops.loops().stream().map(EventLoop::buffers).mapToLong(figure).sum();
    }

    private static long unixSeconds() {
        return System.currentTimeMillis() / 1000;
    }
}
