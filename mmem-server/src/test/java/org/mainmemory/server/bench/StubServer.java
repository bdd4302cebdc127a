package org.mainmemory.server.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that does what a test wants with each connection; port free, on loopback, a thread per connection. */
final class StubServer implements AutoCloseable {

    /** What is done with one connection, which is closed afterwards. */
    interface Conversation {
        void hold(BufferedReader lines, Socket socket) throws IOException;
    }

    private final ServerSocket listener;
    private final Conversation conversation;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    StubServer(Conversation conversation) throws IOException {
        this.conversation = conversation;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofPlatform().daemon().start(() -> hold(socket));
            } catch (IOException closed) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            }
        }
    }

    private void hold(Socket socket) {
        try (socket; BufferedReader lines = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            conversation.hold(lines, socket);
        } catch (IOException gone) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(gone);
            }
        }
    }
}
