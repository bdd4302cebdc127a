package org.mainmemory.memcache.session;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A {@link Wire} over TCP on the loopback address. */
final class SocketWire implements Wire {

    private static final int TIMEOUT_MILLIS = 5_000;

    private final Socket socket;
    private final PushbackInputStream replies;

    SocketWire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        replies = new PushbackInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @Override
    public PushbackInputStream replies() {
        return replies;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
