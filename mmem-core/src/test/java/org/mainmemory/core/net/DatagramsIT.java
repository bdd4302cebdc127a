package org.mainmemory.core.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

@Timeout(120)
class DatagramsIT {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void echoesToManyPeers(int loops) throws Exception {
        Random random = new Random(loops);
        List<UdpClient> clients = new ArrayList<>();
        try (UdpServer server = new UdpServer(loops, Echo::new)) {
            for (int i = 0; i < 16; i++) {
                clients.add(server.client());
            }
            long bytes = 0;
            for (int i = 0; i < 500; i++) {
                UdpClient client = clients.get(random.nextInt(clients.size()));
                byte[] datagram = new byte[1 + random.nextInt(i % 10 == 0 ? 20_000 : 1000)];
                random.nextBytes(datagram);
                client.send(datagram);
                assertArrayEquals(datagram, client.receive());
                bytes += datagram.length;
            }
            server.awaitWritten(500);
            assertEquals(500, server.loops().sum(LoopCounters::datagramsRead));
            assertEquals(bytes, server.loops().sum(LoopCounters::bytesRead));
            assertEquals(bytes, server.loops().sum(LoopCounters::bytesWritten));
            assertEquals(0, server.loops().sum(LoopCounters::failures));
        } finally {
            clients.forEach(UdpClient::close);
        }
    }

    /** True where the system has SO_REUSEPORT, and there it deals to all sockets or, as some do, to one. */
    @Test
    void eachLoopHasASocketAtTheSameAddressAndEachPeerOneLoop() throws Exception {
        Set<EventLoop> busy = ConcurrentHashMap.newKeySet();
        List<UdpClient> clients = new ArrayList<>();
        try (UdpServer server = new UdpServer(4, port -> new Echo(port, busy))) {
            List<DatagramPort> ports = server.net().datagramPorts();
            assertEquals(Set.of(server.address()),
                    ports.stream().map(DatagramPort::localAddress).collect(Collectors.toSet()));
            assertEquals(ports.size(), Set.copyOf(ports.stream().map(DatagramPort::loop).toList()).size());
            assertTrue(ports.size() == 1 || ports.size() == 4, ports.toString());
            for (int i = 0; i < 100; i++) {
                UdpClient client = server.client();
                clients.add(client);
                client.send("first");
                client.expect("first");
                client.send("second");
                client.expect("second");
            }
            if (System.getProperty("os.name").equals("Linux")) {
                assertEquals(4, busy.size());
            }
        } finally {
            clients.forEach(UdpClient::close);
        }
    }

    @Test
    void aPortInUseIsRefusedEvenIfItsOwnerSharesIt() throws Exception {
        LoopGroup loops = LoopGroup.open(2);
        try (UdpServer server = new UdpServer(2, Echo::new); UdpClient client = server.client()) {
            ListenException refused = assertThrows(
                    ListenException.class, () -> UdpServer.bind(loops, server.address().getPort(), Echo::new));
            assertTrue(refused.endpoint().isDatagram());
            assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
            client.send("still there");
            client.expect("still there");
        } finally {
            loops.stop();
        }
        Endpoint unknown = Endpoint.udp(InetSocketAddress.createUnresolved("x", 0));
        NetSettings settings = NetSettings.listeningAt(unknown);
        ListenException failed = assertThrows(
                ListenException.class, () -> NetServer.bind(settings, loops, LineEcho::new, Echo::new));
        assertEquals("cannot listen at UDP x/<unresolved>:0: Unknown host", failed.getMessage());
    }

    @Test
    void aLongReplyIsCutAndNumbered() throws Exception {
        try (UdpServer server = new UdpServer(1, Counting::new); UdpClient client = server.client()) {
            client.send("25");
            for (String piece : List.of("0/3:aaaaaaaaaa", "1/3:aaaaaaaaaa", "2/3:aaaaa")) {
                client.expect(piece);
            }
            client.send("10");
            client.expect("0/1:aaaaaaaaaa");
            client.send("90");
            for (int i = 0; i < 9; i++) {
                client.expect(i + "/9:aaaaaaaaaa");
            }
            client.send("0");
            client.send("91");
            client.expect("0/1:too long");
            assertTrue(client.isQuiet());
        }
    }

    @Test
    void nothingAndEverythingAreDatagrams() throws Exception {
        try (UdpServer server = new UdpServer(1, Echo::new); UdpClient client = server.client()) {
            client.send("");
            byte[] longest = new byte[DatagramShape.MAX_DATAGRAM_BYTES];
            new Random(1).nextBytes(longest);
            client.send(longest);
            assertArrayEquals(longest, client.receive());
            server.awaitWritten(1);
            assertEquals(2, server.loops().sum(LoopCounters::datagramsRead));
            assertEquals(0, server.loops().sum(LoopCounters::failures));
        }
    }

    @Test
    void aFailureCostsOneDatagram() throws Exception {
        try (UdpServer server = new UdpServer(1, Echo::new); UdpClient client = server.client()) {
            client.send("before");
            client.expect("before");
            client.send(Echo.FAIL);
            client.send("after");
            client.expect("after");
            assertEquals(1, server.loops().sum(LoopCounters::failures));
        }
    }

    @Test
    void whatWaitsIsAnsweredBeforeAStop() throws Exception {
        LoopGroup loops = LoopGroup.open(1);
        NetServer net = UdpServer.bind(loops, 0, Echo::new);
        try (UdpClient client = new UdpClient((InetSocketAddress) net.datagramPorts().getFirst().localAddress())) {
            for (int i = 0; i < 10; i++) {
                client.send("waiting " + i);
            }
            net.start();
            assertTrue(net.stop(TestServer.LONG));
            for (int i = 0; i < 10; i++) {
                client.expect("waiting " + i);
            }
        }
    }

    private static String text(InputBuffer datagram) {
        byte[] bytes = datagram.bytes().asSlice(datagram.start(), datagram.length()).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, ISO_8859_1);
    }

    /** Sends back what it gets. */
    private static final class Echo implements DatagramSession {

        static final String FAIL = "fail";

        private final DatagramPort port;
        private final Set<EventLoop> busy;

        Echo(DatagramPort port) {
            this(port, ConcurrentHashMap.newKeySet());
        }

        Echo(DatagramPort port, Set<EventLoop> busy) {
            this.port = port;
            this.busy = busy;
        }

        @Override
        public void onDatagram(InputBuffer datagram, OutputBuffer output) {
            busy.add(port.loop());
            output.putBytes(datagram.bytes(), datagram.start(), datagram.length());
            if (text(datagram).equals(FAIL)) {
                throw new IllegalStateException("thrown by a test on purpose");
            }
        }
    }

    /** Answers a number with so many bytes, ten in a datagram, behind a header that counts. */
    private static final class Counting implements DatagramSession {

        private final DatagramPort port;

        Counting(DatagramPort port) {
            this.port = port;
        }

        @Override
        public DatagramShape shape() {
            return new DatagramShape(4, 14, 90);
        }

        @Override
        public void onDatagram(InputBuffer datagram, OutputBuffer output) {
            for (int left = Integer.parseInt(text(datagram)); left > 0; left--) {
                output.putByte((byte) 'a');
                if (left % 7 == 0 && !port.flush()) {
                    break;
                }
            }
            if (!port.flush()) {
                output.clear();
                port.discard();
                output.putAscii("too long");
            }
        }

        @Override
        public void putHeader(ByteBuffer target, int index, int count) {
            target.put((byte) ('0' + index)).put((byte) '/').put((byte) ('0' + count)).put((byte) ':');
        }
    }
}
