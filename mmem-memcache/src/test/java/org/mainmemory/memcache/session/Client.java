package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A text client on a real socket that reads line by line; a reply that does not come within 10 s is an error. */
final class Client implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final BufferedReader in;

    Client(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    /** Sends {@code text} as it is. */
    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** The next line without its end, null at the end of the connection. */
    String line() throws IOException {
        return in.readLine();
    }

    /** Whether nothing waits to be read. */
    boolean isQuiet() throws IOException {
        return !in.ready();
    }

    /** Sends a line and gives the first line of the reply. */
    String ask(String request) throws IOException {
        send(request + "\r\n");
        return line();
    }

    /** Sends a line and gives the reply up to END. */
    List<String> lines(String request) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = ask(request); line != null && !line.equals("END"); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** One number of {@code stats}. */
    long stat(String key) throws IOException {
        return lines("stats").stream()
                .filter(line -> line.startsWith("STAT " + key + " "))
                .mapToLong(line -> Long.parseLong(line.split(" ")[2]))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
