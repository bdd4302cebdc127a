package org.mainmemory.server.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A connection that uses a memcached as applications do: it gets a key, and sets it if it was not there. Keys are
 * asked for in batches of different ones, whose sets follow before the next batch, so every server sees the same order
 * whatever its pace. One thread.
 */
final class LookAside implements AutoCloseable {

    /** Bytes of each key. */
    static final int KEY_BYTES = 10;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] value;
    private final long[] batch;
    private final boolean[] hit;
    private int batched;
    private long requests;
    private long misses;
    private long sets;
    private long refused;
    private String firstRefusal = "";

    /** Connects to the loopback port; values have {@code valueBytes} bytes. */
    LookAside(int port, int valueBytes, int batchSize) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
        value = new byte[valueBytes];
        Arrays.fill(value, (byte) 'v');
        batch = new long[batchSize];
        hit = new boolean[batchSize];
    }

    /** Asks for a key of that number, from 0 to 999,999,999; perhaps later, with those that come next. */
    void ask(long key) throws IOException {
        if (batched == batch.length || isBatched(key)) {
            flush();
        }
        batch[batched++] = key;
    }

    /** Asks for what is still to be asked for. */
    void flush() throws IOException {
        if (batched == 0) {
            return;
        }
        get();
        set();
        batched = 0;
    }

    /** Forgets what has been counted. */
    void restart() {
        requests = 0;
        misses = 0;
    }

    /** Keys asked for since the last {@link #restart}. */
    long requests() {
        return requests;
    }

    /** Those that were not there. */
    long misses() {
        return misses;
    }

    /** Sets that were sent. */
    long sets() {
        return sets;
    }

    /** Sets that the server did not carry out, of all that were sent. */
    long refused() {
        return refused;
    }

    /** What it said to the first of them. */
    String firstRefusal() {
        return firstRefusal;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private boolean isBatched(long key) {
        for (int i = 0; i < batched; i++) {
            if (batch[i] == key) {
                return true;
            }
        }
        return false;
    }

    private void get() throws IOException {
        StringBuilder request = new StringBuilder("get");
        for (int i = 0; i < batched; i++) {
            request.append(' ');
            appendKey(request, batch[i]);
            hit[i] = false;
        }
        send(request.append("\r\n"));
        out.flush();
        int place = 0;
        for (String line = readLine(); !line.equals("END"); line = readLine()) {
            place = placeOf(line, place);
            hit[place++] = true;
            in.skipNBytes(value.length + 2L);
        }
        requests += batched;
    }

    /** Where in the batch the key of the line stands; values come in the order asked for. */
    private int placeOf(String line, int from) throws IOException {
        if (!line.startsWith("VALUE k") || !line.endsWith(" " + value.length)) {
            throw new IOException("not a reply to get: " + line);
        }
        long key = Long.parseLong(line, 7, 6 + KEY_BYTES, 10);
        int place = from;
        while (place < batched && batch[place] != key) {
            place++;
        }
        if (place == batched) {
            throw new IOException("nobody asked for this key: " + line);
        }
        return place;
    }

    private void set() throws IOException {
        int missed = 0;
        for (int i = 0; i < batched; i++) {
            if (!hit[i]) {
                StringBuilder request = new StringBuilder("set ");
                appendKey(request, batch[i]);
                send(request.append(" 0 0 ").append(value.length).append("\r\n"));
                out.write(value);
                out.write('\r');
                out.write('\n');
                missed++;
            }
        }
        out.flush();
        for (int i = 0; i < missed; i++) {
            String reply = readLine();
            if (!reply.equals("STORED")) {
                firstRefusal = refused++ == 0 ? reply : firstRefusal;
            }
        }
        misses += missed;
        sets += missed;
    }

    private static void appendKey(StringBuilder request, long key) {
        request.append('k');
        for (long unit = 100_000_000; unit > 0; unit /= 10) {
            request.append((char) ('0' + key / unit % 10));
        }
    }

    private void send(StringBuilder text) throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
