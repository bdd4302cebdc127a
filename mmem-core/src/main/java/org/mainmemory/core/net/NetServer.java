package org.mainmemory.core.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timers;

/**
 * A {@link Protocol} behind some endpoints: accepts connections on the first loop of a group and deals them to its
 * loops in turn. Where endpoints are for datagrams, each loop has a socket there, and a {@link DatagramProtocol}
 * answers.
 *
 * <p>{@link #bind}, then {@link #start}, then {@link #stop}, by threads that are not loops. What lies between the first
 * two (giving up privileges, for instance) happens before any thread of the group exists.
 */
public final class NetServer {

    /** What a loop that is told to stop may take for its last turn and for fibers that are interrupted. */
    private static final Duration LAST_TURNS = Duration.ofSeconds(10);

    private final NetSettings settings;
    private final LoopGroup loops;
    private final Protocol protocol;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Datagrams> ports = new ArrayList<>();
    private final List<LoopConnections> homes = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch drainedLoops;
    private long lastId;
    private int nextHome;
    private volatile boolean waitsWhenFull;
    private volatile boolean holding;
    private long holds;
    private long heldNanos;
    private boolean started;
    private boolean stopped;
    private boolean drained = true;

    private NetServer(NetSettings settings, LoopGroup loops, Protocol protocol) {
        this.settings = settings;
        this.loops = loops;
        this.protocol = protocol;
        this.drainedLoops = new CountDownLatch(loops.size());
        for (EventLoop loop : loops.loops()) {
            homes.add(new LoopConnections(loop, connections::decrementAndGet, drainedLoops::countDown));
        }
    }

    /**
     * Binds all endpoints, or none. Connections pile up in the backlog until {@link #start}.
     *
     * @param loops a group for this server alone: it is started and stopped with it
     * @throws ListenException if it cannot listen at one of the endpoints; the group is left as it was
     */
    public static NetServer bind(NetSettings settings, LoopGroup loops, Protocol protocol) throws ListenException {
        return bind(settings, loops, protocol, port -> {
            throw new IllegalStateException("nobody answers at " + port);
        });
    }

    /** The same for a server that answers datagrams too. */
    public static NetServer bind(
            NetSettings settings, LoopGroup loops, Protocol protocol, DatagramProtocol datagramProtocol)
            throws ListenException {
        NetServer server = new NetServer(settings, loops, protocol);
        try {
            for (Endpoint endpoint : settings.endpoints()) {
                if (endpoint.isDatagram()) {
                    server.receiveAt(endpoint, datagramProtocol);
                } else {
                    server.listenAt(endpoint);
                }
            }
            return server;
        } catch (ListenException | RuntimeException failed) {
            server.closeChannels();
            throw failed;
        }
    }

    private void listenAt(Endpoint endpoint) throws ListenException {
        var channel = ServerSockets.open(endpoint, settings);
        listeners.add(new Listener(this, endpoint, channel, loops.loop(0), settings.refusal()));
    }

    /** The sockets are dealt to the loops from the last one on: it is the first that accepts connections. */
    private void receiveAt(Endpoint endpoint, DatagramProtocol datagramProtocol) throws ListenException {
        int index = loops.size();
        for (DatagramChannel channel : DatagramSockets.open(endpoint, loops.size())) {
            index--;
            try {
                ports.add(new Datagrams(loops.loop(index), channel, datagramProtocol));
            } catch (IOException failed) {
                throw new ListenException(endpoint, failed);
            }
        }
    }

    private void closeChannels() {
        listeners.forEach(Listener::closeChannel);
        ports.forEach(Datagrams::closeChannel);
    }

    /** Starts the loops and accepts connections. Once. */
    public synchronized void start() {
        if (started || stopped) {
            throw new IllegalStateException("started once already");
        }
        started = true;
        // Before the loops run: the first one serves while others are being started.
        postToListeners(Listener::open);
        ports.forEach(port -> port.loop().post(task(port::open)));
        try {
            loops.start();
        } catch (OutOfMemoryError noMoreThreads) {
            loops.stop(); // those that run would hand connections to those that do not
            throw noMoreThreads;
        }
    }

    /** Its UDP sockets, in the order of its endpoints; one endpoint has several if there are several loops. */
    public List<DatagramPort> datagramPorts() {
        return List.copyOf(ports);
    }

    /** Where it accepts connections, in the order of its endpoints, with the ports that the system chose. */
    public List<SocketAddress> addresses() {
        List<SocketAddress> addresses = new ArrayList<>();
        for (Listener listener : listeners) {
            try {
                addresses.add(listener.channel().getLocalAddress());
            } catch (IOException closed) {
                addresses.add(listener.endpoint().address());
            }
        }
        return addresses;
    }

    /** The port of the first TCP endpoint; throws {@link IllegalStateException} if there is none. */
    public int port() {
        for (SocketAddress address : addresses()) {
            if (address instanceof InetSocketAddress tcp) {
                return tcp.getPort();
            }
        }
        throw new IllegalStateException("no TCP endpoint");
    }

    /** Connections at the moment. Any thread. */
    public int connections() {
        return connections.get();
    }

    /** The group that it runs on. */
    public LoopGroup loops() {
        return loops;
    }

    /** Leaves new connections in the backlog. Any thread; takes effect soon. */
    public void pauseAccepting() {
        postToListeners(listener -> listener.setAccepting(false));
    }

    /** Lets connections beyond the limit wait in the backlog instead of refusing them. Before {@link #start}. */
    public void waitWhenFull() {
        waitsWhenFull = true;
    }

    /** Whether connections wait because there are as many as may be. */
    public boolean isHolding() {
        return holding;
    }

    /** How often connections had to wait for others to close. */
    public long holds() {
        return holds;
    }

    /** How long they waited in all, in nanoseconds, in steps of a look every 10 ms. */
    public long heldNanos() {
        return heldNanos;
    }

    /** Whether the next connection must wait. First loop only, as are the next two. */
    boolean mustWait() {
        return waitsWhenFull && connections.get() >= settings.maxConnections();
    }

    void countHold(long nanos) {
        if (!holding) {
            holding = true;
            holds++;
        }
        heldNanos += nanos;
    }

    void endHold() {
        holding = false;
    }

    /** Takes back {@link #pauseAccepting}. */
    public void resumeAccepting() {
        postToListeners(listener -> listener.setAccepting(true));
    }

    /**
     * Shows {@code action} each connection on {@code loop}, whose thread the caller must be. It may close the one it
     * is shown.
     */
    public void forEachConnection(EventLoop loop, Consumer<Connection> action) {
        homes.get(loop.index()).forEach(action);
    }

    /**
     * Stops accepting; lets every connection answer what it has read and what waits in its socket, send that, and
     * close; after {@code limit} closes what is left; then stops the loops and waits for them, for ten more seconds at
     * most. What is left of the limit is for fibers that serve no connection; after it they are interrupted.
     *
     * <p>Not on a loop's thread. A second call waits for the first and answers the same.
     *
     * @return whether all connections closed by themselves within {@code limit}
     * @throws InterruptedException if the caller is interrupted: then the loops are told to stop at once
     */
    public synchronized boolean stop(Duration limit) throws InterruptedException {
        if (stopped) {
            return drained;
        }
        if (loops.loops().stream().anyMatch(EventLoop::isLoopThread)) {
            throw new IllegalStateException("a loop cannot wait for itself");
        }
        stopped = true;
        long deadlineNanos = System.nanoTime() + Timers.nanos(limit);
        try {
            if (started) {
                drained = drain(limit);
            } else {
                closeChannels();
            }
            Duration rest = Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
            loops.stop(rest);
            drained &= loops.join(rest.plus(LAST_TURNS));
            return drained;
        } catch (InterruptedException hurry) {
            drained = false;
            loops.stop();
            throw hurry;
        }
    }

    private boolean drain(Duration limit) throws InterruptedException {
        // The first loop closes the listeners and only then tells the others, so no connection arrives behind that.
        boolean told = loops.loop(0).post(task(() -> {
            listeners.forEach(Listener::close);
            ports.forEach(port -> port.loop().post(task(port::finish)));
            homes.forEach(this::drain);
        }));
        if (!told) {
            return connections.get() == 0;
        }
        boolean inTime = drainedLoops.await(Timers.nanos(limit), TimeUnit.NANOSECONDS);
        if (!inTime) {
            homes.forEach(home -> home.loop().post(task(home::closeAll)));
        }
        return inTime;
    }

    private void drain(LoopConnections home) {
        if (!home.loop().post(task(home::drain))) {
            drainedLoops.countDown();
        }
    }

    /** Takes a connection in, if there may be another one. First loop only. */
    boolean admit(SocketChannel channel, Endpoint endpoint) throws IOException {
        if (connections.get() >= settings.maxConnections()) {
            return false;
        }
        LoopConnections home = homes.get(nextHome);
        SocketConnection connection = new SocketConnection(home, channel, endpoint, lastId + 1, protocol);
        nextHome = (nextHome + 1) % homes.size();
        lastId++;
        connections.incrementAndGet();
        if (!home.loop().post(connection)) {
            connection.disconnect();
        }
        return true;
    }

    private void postToListeners(Consumer<Listener> action) {
        loops.loop(0).post(task(() -> listeners.forEach(action)));
    }

    private static Task task(Runnable action) {
        return new Task() {
            @Override
            public Step run() {
                action.run();
                return Step.DONE;
            }
        };
    }
}
