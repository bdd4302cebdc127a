package org.mainmemory.core.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** Sends datagrams and waits for others, some seconds at most. */
final class UdpClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SILENCE_MILLIS = 50;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final byte[] buffer = new byte[1 << 16];

    UdpClient(InetSocketAddress server) throws IOException {
        this.server = server;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** A socket that is connected sends no empty datagram, so this one is not. */
    void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, server));
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    byte[] receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        return Arrays.copyOf(buffer, packet.getLength());
    }

    void expect(String text) throws IOException {
        assertEquals(text, new String(receive(), ISO_8859_1));
    }

    /** Whether nothing comes for a moment. */
    boolean isQuiet() throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        try {
            receive();
            return false;
        } catch (SocketTimeoutException silence) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
