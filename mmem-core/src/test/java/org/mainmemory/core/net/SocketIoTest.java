package org.mainmemory.core.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** It does to a socket, and to buffers, what the socket's channel would. */
@Timeout(30)
class SocketIoTest {

    private final SocketIo io = new SocketIo();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private SocketChannel peer;
    private SocketChannel channel;
    private FileDescriptor socket;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            connect(server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        }
    }

    private void connect(ServerSocketChannel server) throws IOException {
        peer = SocketChannel.open(server.getLocalAddress());
        channel = server.accept();
        channel.configureBlocking(false);
        socket = Objects.requireNonNull(SocketIo.descriptor(channel));
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        channel.close();
    }

    @Test
    void readsBehindThePositionAndUpToTheLimit() throws Exception {
        peer.write(direct("0123456789"));
        buffer.put("ab".getBytes(US_ASCII)).limit(6);
        assertEquals(4, readSome());
        assertEquals(6, buffer.position());
        buffer.limit(20);
        assertEquals(6, readSome());
        assertEquals("ab0123456789", text(buffer.flip()));
    }

    @Test
    void tellsNothingFromTheEnd() throws Exception {
        assertEquals(0, io.read(socket, buffer));
        peer.shutdownOutput();
        assertEquals(-1, readSome());
        assertEquals(0, buffer.position());
    }

    @Test
    void writesFromThePositionUpToTheLimit() throws Exception {
        ByteBuffer source = direct("0123456789").position(2).limit(7);
        assertEquals(5, io.write(socket, source));
        assertEquals(7, source.position());
        assertEquals("23456", received(5));
    }

    @Test
    void aFullSocketTakesNothing() throws Exception {
        long taken = 0;
        for (int count = io.write(socket, buffer); count > 0; count = io.write(socket, buffer.clear())) {
            assertEquals(count, buffer.position());
            taken += count;
        }
        assertEquals(0, buffer.position());
        channel.close();
        assertEquals(taken, drainPeer());
    }

    @Test
    void gathersAsManyAsAreGiven() throws Exception {
        ByteBuffer[] sources = {direct("no0no").position(2).limit(3), direct(""), direct("12"), direct("not this")};
        assertEquals(3, io.write(socket, sources, 3));
        assertEquals("012", received(3));
    }

    /** The rest is for the next write. */
    @Test
    void aFullSocketTakesPartOfWhatIsGathered() throws Exception {
        ByteBuffer[] sources = {direct("head"), buffer, direct("tail")};
        long first = io.write(socket, sources, 3);
        while (first == 8 + buffer.capacity()) {
            first = io.write(socket, sources, 3);
        }
        assertTrue(first < 8 + buffer.capacity());
        channel.close();
        assertEquals(first, drainPeer() % (8 + buffer.capacity()));
    }

    @Test
    void aLostPeerIsAnException() throws Exception {
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        peer.close();
        assertThrows(IOException.class, this::readSome);
        assertThrows(IOException.class, () -> io.write(socket, direct("x")));
        assertThrows(IOException.class, () -> io.write(socket, new ByteBuffer[] {direct("x")}, 1));
    }

    /** Another's socket may have its number by then. */
    @Test
    void aClosedWireReachesNobody() throws Exception {
        PlainWire wire = new PlainWire(channel, io);
        assertEquals(1, wire.write(direct("x")));
        wire.close();
        assertThrows(ClosedChannelException.class, () -> wire.read(buffer));
        assertThrows(ClosedChannelException.class, () -> wire.write(direct("x")));
        assertThrows(ClosedChannelException.class, () -> wire.write(new ByteBuffer[] {direct("x")}, 1));
    }

    @Test
    void unixDomainSocketsAreReadAndWrittenAlike(@TempDir Path folder) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        close();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            connect(server.bind(address));
        }
        peer.write(direct("ping"));
        assertEquals(4, readSome());
        assertEquals(4, io.write(socket, new ByteBuffer[] {direct("po"), direct("ng")}, 2));
        assertEquals("pong", received(4));
    }

    /** The first read that says more than that there is nothing yet. */
    private int readSome() throws IOException {
        int count = io.read(socket, buffer);
        while (count == 0) {
            Thread.onSpinWait();
            count = io.read(socket, buffer);
        }
        return count;
    }

    private String received(int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining() && peer.read(target) >= 0) {
            Thread.onSpinWait();
        }
        return text(target.flip());
    }

    private long drainPeer() throws IOException {
        ByteBuffer target = ByteBuffer.allocate(1 << 16);
        long all = 0;
        for (int count = peer.read(target); count >= 0; count = peer.read(target.clear())) {
            all += count;
        }
        return all;
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static String text(ByteBuffer bytes) {
        return US_ASCII.decode(bytes).toString();
    }
}
