package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.loop.OnLoop;

/** A running server on a free port of the loopback address. Closing it stops it and counts what it should not keep. */
public final class TestServer implements AutoCloseable {

    public static final Duration LONG = Duration.ofSeconds(30);

    private final LoopGroup loops;
    private final NetServer net;

    public TestServer(int loops, Protocol protocol) throws IOException {
        this(loops, loopback(), protocol);
    }

    public TestServer(int count, NetSettings settings, Protocol protocol) throws IOException {
        loops = LoopGroup.open(count);
        net = NetServer.bind(settings, loops, protocol);
        net.start();
    }

    public static NetSettings loopback() {
        return NetSettings.listeningAt(Endpoint.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    public NetServer net() {
        return net;
    }

    public LoopGroup loops() {
        return loops;
    }

    public Client connect() throws IOException {
        return new Client(new InetSocketAddress(InetAddress.getLoopbackAddress(), net.port()));
    }

    /** Waits until the server has {@code count} connections. */
    public void awaitConnections(int count) throws InterruptedException {
        while (net.connections() != count) {
            Thread.sleep(1);
        }
    }

    /** Blocks that connections have borrowed. */
    public int borrowedBlocks() throws Exception {
        int sum = 0;
        for (EventLoop loop : loops.loops()) {
            sum += OnLoop.call(loop, () -> loop.buffers().borrowed());
        }
        return sum;
    }

    /** Connections whose peer does not read. */
    public int blockedConnections() throws Exception {
        int[] count = {0};
        for (EventLoop loop : loops.loops()) {
            OnLoop.call(loop, () -> {
                net.forEachConnection(loop, shown -> count[0] += ((SocketConnection) shown).isBlocked() ? 1 : 0);
                return true;
            });
        }
        return count[0];
    }

    /** Waits until one connection's peer does not read. */
    public void awaitBlocked() throws Exception {
        while (blockedConnections() == 0) {
            Thread.sleep(1);
        }
    }

    public long failures() {
        return loops.sum(LoopCounters::failures);
    }

    /** Waits until {@code count} steps or sessions have failed. */
    public void awaitFailures(long count) throws InterruptedException {
        while (failures() < count) {
            Thread.sleep(1);
        }
    }

    @Override
    public void close() {
        try {
            net.stop(LONG);
            assertTrue(loops.join(LONG));
        } catch (InterruptedException interrupted) {
            throw new AssertionError("did not stop", interrupted);
        }
        assertNothingLeaked();
    }

    private void assertNothingLeaked() {
        assertEquals(0, net.connections(), "connections");
        assertEquals(loops.sum(LoopCounters::connectionsOpened), loops.sum(LoopCounters::connectionsClosed));
        for (EventLoop loop : loops.loops()) {
            assertEquals(0, loop.buffers().borrowed(), "blocks");
            assertEquals(0, loop.buffers().idleBytes(), "idle bytes");
        }
    }
}
