package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Asks over UDP. Each request has another number; its reply is put together from its datagrams. */
final class UdpClient implements AutoCloseable {

    static final int FRAME_BYTES = 8;

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;
    private static final String SENTINEL = "mn\r\n";

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private short lastId = (short) 0xFFF0;
    private int datagrams;

    UdpClient(InetSocketAddress server) throws IOException {
        this.server = server;
        socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** The reply to {@code request} as one text. */
    String ask(String request) throws IOException {
        return new String(ask(request.getBytes(ISO_8859_1)), ISO_8859_1);
    }

    byte[] ask(byte[] request) throws IOException {
        return reply(send(request));
    }

    /** Sends a request that is answered by nothing: the next reply is that to another request. */
    void tell(String request) throws IOException {
        send(request.getBytes(ISO_8859_1));
        expectNothingMore();
    }

    /** Nothing has come but what was asked for. */
    void expectNothingMore() throws IOException {
        assertEquals("MN\r\n", ask(SENTINEL));
    }

    /** Sends a datagram as it is, without a frame. */
    void sendRaw(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, server));
    }

    /** Sends a request and answers its number. */
    short send(byte[] request) throws IOException {
        lastId++;
        sendRaw(framed(lastId, 0, 1, 0, request));
        return lastId;
    }

    static byte[] framed(int id, int index, int count, int reserved, byte[] request) {
        return ByteBuffer.allocate(FRAME_BYTES + request.length)
                .putShort((short) id).putShort((short) index).putShort((short) count).putShort((short) reserved)
                .put(request).array();
    }

    /** How many datagrams the last reply had. */
    int datagrams() {
        return datagrams;
    }

    /** The reply to the last request: its datagrams come next. */
    byte[] reply() throws IOException {
        return reply(lastId);
    }

    private byte[] reply(short id) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int index = 0;
        int count;
        do {
            ByteBuffer datagram = ByteBuffer.wrap(receiveRaw());
            assertTrue(datagram.remaining() <= UdpConversation.DATAGRAM_BYTES, "length " + datagram.remaining());
            assertEquals(id, datagram.getShort(), "request");
            assertEquals(index, datagram.getShort(), "index");
            count = datagram.getShort();
            assertEquals(0, datagram.getShort(), "reserved");
            boolean full = datagram.remaining() == UdpConversation.DATAGRAM_BYTES - FRAME_BYTES;
            assertTrue(full || index == count - 1, "length of datagram " + index + " of " + count);
            byte[] payload = new byte[datagram.remaining()];
            datagram.get(payload);
            message.writeBytes(payload);
            index++;
        } while (index < count);
        datagrams = count;
        return message.toByteArray();
    }

    /** The next datagram as it is. */
    byte[] receiveRaw() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Override
    public void close() {
        socket.close();
    }
}
