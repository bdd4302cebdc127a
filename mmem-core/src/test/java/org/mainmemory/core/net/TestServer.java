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
final class TestServer implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(30);

    private final LoopGroup loops;
    private final NetServer net;

    TestServer(int loops, Protocol protocol) throws IOException {
        this(loops, loopback(), protocol);
    }

    TestServer(int count, NetSettings settings, Protocol protocol) throws IOException {
        loops = LoopGroup.open(count);
        net = NetServer.bind(settings, loops, protocol);
        net.start();
    }

    static NetSettings loopback() {
        return NetSettings.listeningAt(Endpoint.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    NetServer net() {
        return net;
    }

    LoopGroup loops() {
        return loops;
    }

    Client connect() throws IOException {
        return new Client(new InetSocketAddress(InetAddress.getLoopbackAddress(), net.port()));
    }

    /** Waits until the server has {@code count} connections. */
    void awaitConnections(int count) throws InterruptedException {
        while (net.connections() != count) {
            Thread.sleep(1);
        }
    }

    /** Blocks that connections have borrowed. */
    int borrowedBlocks() throws Exception {
        int sum = 0;
        for (EventLoop loop : loops.loops()) {
            sum += OnLoop.call(loop, () -> loop.buffers().borrowed());
        }
        return sum;
    }

    /** Connections whose peer does not read. */
    int blockedConnections() throws Exception {
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
    void awaitBlocked() throws Exception {
        while (blockedConnections() == 0) {
            Thread.sleep(1);
        }
    }

    long failures() {
        return loops.sum(LoopCounters::failures);
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
