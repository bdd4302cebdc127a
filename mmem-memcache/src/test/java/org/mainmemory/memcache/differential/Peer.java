package org.mainmemory.memcache.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.mainmemory.memcache.differential.Piece.Cas;

/** One of the servers, as a client sees it: a connection, and the CAS values seen so far. */
final class Peer implements AutoCloseable {

    private static final int CONNECT_MILLIS = 10_000;
    private static final long NEVER_SEEN = 1L << 50;

    private final String name;
    private final int port;
    private final Map<Integer, Long> seen = new HashMap<>();
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[64 << 10];
    private Socket socket;
    private boolean ended;
    private boolean reset;

    Peer(String name, int port) throws IOException {
        this.name = name;
        this.port = port;
        this.socket = connect();
    }

    private Socket connect() throws IOException {
        Socket fresh = new Socket(InetAddress.getLoopbackAddress(), port);
        fresh.setTcpNoDelay(true);
        return fresh;
    }

    String name() {
        return name;
    }

    /** Empties the cache, sets counters to zero and forgets what was seen. */
    void startAfresh() throws IOException {
        reconnect();
        seen.clear();
        StringBuilder requests = new StringBuilder();
        for (int key = 0; key < Keys.count(); key++) {
            requests.append("delete ").append(Keys.name(key)).append(" noreply\r\n");
        }
        // Else a use is noted later by another thread of memcached, which holds the item until then: a counter in it
        // would not be padded.
        requests.append("lru mode flat\r\n");
        ask(requests + "flush_all\r\nstats reset\r\nstats detail off\r\n", "OK\r\nOK\r\nRESET\r\nOK\r\n");
        reconnect();
    }

    /** The counters that {@code stats} tells. */
    Map<String, String> counters() throws IOException {
        reconnect();
        Map<String, String> counters = new TreeMap<>();
        for (String line : ask("stats\r\n", "END\r\n").split("\r\n")) {
            String[] words = line.split(" ", 3);
            if (words.length == 3) {
                counters.put(words[1], words[2]);
            }
        }
        return counters;
    }

    private String ask(String requests, String end) throws IOException {
        replies.reset();
        write(requests.getBytes(ISO_8859_1));
        if (!awaitEnd(end, CONNECT_MILLIS)) {
            throw new IOException(name + " does not answer " + Printable.text(requests) + ", but says "
                    + Printable.text(said()));
        }
        return said();
    }

    /** Sends a round and after it {@code sync}. */
    void say(Round round, String sync) throws IOException {
        if (ended) {
            reconnect();
        }
        replies.reset();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Request request : round.requests()) {
            all.writeBytes(request.bytes(key -> seen.getOrDefault(key, NEVER_SEEN)));
        }
        all.writeBytes(sync.getBytes(ISO_8859_1));
        byte[] bytes = all.toByteArray();
        int at = 0;
        for (int end : round.ends(bytes.length)) {
            byte[] piece = new byte[end - at];
            System.arraycopy(bytes, at, piece, 0, piece.length);
            write(piece);
            at = end;
        }
    }

    /** Sends more bytes. */
    void say(String bytes) throws IOException {
        write(bytes.getBytes(ISO_8859_1));
    }

    private void write(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException closed) {
            // The server has closed the connection: reading tells.
        }
    }

    /** Says that nothing more will be sent. */
    void sayNoMore() throws IOException {
        if (!socket.isOutputShutdown() && !ended) {
            socket.shutdownOutput();
        }
    }

    /** Reads until the replies end with {@code end} or the connection is closed; false after {@code millis} without. */
    boolean awaitEnd(String end, int millis) throws IOException {
        socket.setSoTimeout(millis);
        InputStream in = socket.getInputStream();
        while (!ended && !said().endsWith(end)) {
            try {
                int count = in.read(buffer);
                if (count < 0) {
                    ended = true;
                } else {
                    replies.write(buffer, 0, count);
                }
            } catch (SocketTimeoutException silence) {
                return false;
            } catch (SocketException broken) {
                ended = true;
                reset = true;
            }
        }
        return true;
    }

    /** What was said in answer to the round. */
    String said() {
        return replies.toString(ISO_8859_1);
    }

    /** Whether the server has closed the connection. */
    boolean isEnded() {
        return ended;
    }

    /** Whether it closed with requests unread, so that what it said last may be lost. */
    boolean isReset() {
        return reset;
    }

    /** Remembers a CAS that the server has told. */
    void saw(Cas cas) {
        seen.put(cas.key(), cas.value());
        seen.put(Keys.UNTOLD, cas.value());
    }

    private void reconnect() throws IOException {
        socket.close();
        socket = connect();
        ended = false;
        reset = false;
        replies.reset();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
