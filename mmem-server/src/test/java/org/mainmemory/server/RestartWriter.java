package org.mainmemory.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client of {@link RestartProcessIT} that stores, counts and deletes under its own keys, one request at a time, until
 * the server is gone. It knows what each key must have then; of the last request's key, what it may have.
 */
final class RestartWriter implements Runnable {

    private static final int KEYS = 150;
    private static final int LONGEST = 60_000;

    private final String prefix;
    private final Socket socket;
    private final Random random;
    private final AtomicInteger requests;
    private final Map<String, @Nullable String> answered = new HashMap<>();
    private @Nullable String askedKey;
    private @Nullable String askedValue;

    RestartWriter(String prefix, SocketChannel channel, Random random, AtomicInteger requests) {
        this.prefix = prefix;
        this.socket = channel.socket();
        this.random = random;
        this.requests = requests;
    }

    @Override
    public void run() {
        try (socket; InputStream in = new BufferedInputStream(socket.getInputStream())) {
            OutputStream out = socket.getOutputStream();
            while (true) {
                ask(out);
                if (line(in) == null) {
                    return;
                }
                answered.put(String.valueOf(askedKey), askedValue);
                requests.incrementAndGet();
            }
        } catch (IOException gone) {
            // The last request stays the one that was not answered.
        }
    }

    private void ask(OutputStream out) throws IOException {
        String key = prefix + random.nextInt(KEYS);
        String old = answered.get(key);
        askedKey = key;
        String request;
        int dice = random.nextInt(10);
        if (dice == 0) {
            askedValue = null;
            request = "delete " + key + "\r\n";
        } else if (dice < 4 && old != null && old.length() < 10) {
            askedValue = Integer.toString(Integer.parseInt(old) + 7);
            request = "incr " + key + " 7\r\n";
        } else {
            askedValue = random.nextInt(3) == 0 ? Integer.toString(random.nextInt(10_000)) : text();
            request = "set " + key + " 0 0 " + askedValue.length() + "\r\n" + askedValue + "\r\n";
        }
        out.write(request.getBytes(ISO_8859_1));
    }

    /** Ten letters or more, no two texts alike. */
    private String text() {
        int length = 10 + (random.nextInt(4) == 0 ? random.nextInt(LONGEST) : random.nextInt(300));
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(26));
        }
        return new String(bytes, ISO_8859_1);
    }

    /** Compares what a later server has with what was answered. */
    void check(SocketChannel client) throws IOException {
        assertTrue(answered.size() > KEYS / 10, "hardly anything was answered");
        InputStream in = new BufferedInputStream(client.socket().getInputStream());
        for (Map.Entry<String, @Nullable String> entry : answered.entrySet()) {
            String key = entry.getKey();
            client.socket().getOutputStream().write(("get " + key + "\r\n").getBytes(ISO_8859_1));
            String value = value(in);
            boolean wasAsked = key.equals(askedKey) && (value == null || value.equals(askedValue));
            if (!wasAsked) {
                assertEquals(entry.getValue(), value, key);
            }
        }
    }

    private static @Nullable String value(InputStream in) throws IOException {
        String head = String.valueOf(line(in));
        if (head.equals("END")) {
            return null;
        }
        int length = Integer.parseInt(head.substring(head.lastIndexOf(' ') + 1));
        String value = new String(in.readNBytes(length), ISO_8859_1);
        assertEquals("", line(in));
        assertEquals("END", line(in));
        return value;
    }

    /** A line without its end; null if the server is gone. */
    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            if (next == '\n') {
                return line.substring(0, line.length() - 1);
            }
            line.append((char) next);
        }
    }
}
