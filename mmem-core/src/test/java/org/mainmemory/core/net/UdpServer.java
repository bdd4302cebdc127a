package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.LoopGroup;

/** A running server of datagrams alone, on a free port of the loopback address. */
final class UdpServer implements AutoCloseable {

    private final LoopGroup loops;
    private final NetServer net;

    UdpServer(int count, DatagramProtocol protocol) throws IOException {
        loops = LoopGroup.open(count);
        net = bind(loops, 0, protocol);
        net.start();
    }

    static NetServer bind(LoopGroup loops, int port, DatagramProtocol protocol) throws ListenException {
        Endpoint endpoint = Endpoint.udp(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return NetServer.bind(NetSettings.listeningAt(endpoint), loops, LineEcho::new, protocol);
    }

    NetServer net() {
        return net;
    }

    LoopGroup loops() {
        return loops;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) net.datagramPorts().getFirst().localAddress();
    }

    UdpClient client() throws IOException {
        return new UdpClient(address());
    }

    /** Waits until {@code count} datagrams have been sent and counted. */
    void awaitWritten(long count) throws InterruptedException {
        while (loops.sum(LoopCounters::datagramsWritten) < count) {
            Thread.sleep(1);
        }
        assertEquals(count, loops.sum(LoopCounters::datagramsWritten));
    }

    @Override
    public void close() {
        try {
            assertTrue(net.stop(TestServer.LONG));
            assertTrue(loops.join(TestServer.LONG));
        } catch (InterruptedException interrupted) {
            throw new AssertionError("did not stop", interrupted);
        }
    }
}
