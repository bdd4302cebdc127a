package org.mainmemory.server.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * A connection that says random things to a memcached and believes no byte: the client flags of a value are the
 * checksum of key and value; what grows by append and prepend is made of records, each with its checksum; counters are
 * numbers. Clients share their keys. One thread.
 */
final class SoakClient implements AutoCloseable {

    private static final int KEYS = 20_000;
    private static final int LARGEST = 1_000_000;
    private static final int RECORD = 16;
    private static final int MOST_KEYS_A_GET = 5;
    private static final int LONGEST_TTL = 20;
    private static final int ONE_FLUSH_IN = 20_000;
    private static final int READ_TIMEOUT_MILLIS = 30_000;
    private static final int SMALL_WINDOW = 128 << 10;
    private static final int NAP = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final SplittableRandom random;
    private final boolean slow;
    private final byte[] noise = new byte[2 * LARGEST];
    private long requests;
    private long cas;
    private String said = "";

    /** Connects to the loopback port; a slow client takes its time with what it reads. */
    SoakClient(int port, long seed, boolean slow) throws IOException {
        this.slow = slow;
        random = new SplittableRandom(seed);
        random.nextBytes(noise);
        socket = new Socket();
        if (slow) {
            socket.setReceiveBufferSize(SMALL_WINDOW);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), slow ? SMALL_WINDOW : NAP);
        out = new BufferedOutputStream(socket.getOutputStream(), NAP);
    }

    /** Requests that have been answered. */
    long requests() {
        return requests;
    }

    /** Makes one random request and checks what is answered. */
    void step() throws IOException {
        String key = "v" + random.nextInt(KEYS);
        switch (random.nextInt(slow ? 4 : 16)) {
            case 0, 1, 2, 3 -> get();
            case 4, 5, 6, 7 -> store("set", key, "");
            case 8 -> store(random.nextBoolean() ? "add" : "replace", key, "");
            case 9 -> store("cas", key, " " + cas);
            case 10 -> grow("a" + random.nextInt(KEYS));
            case 11 -> count("c" + random.nextInt(KEYS));
            case 12 -> line("delete " + key, "DELETED|NOT_FOUND");
            case 13 -> line("touch " + key + " " + ttl(), "TOUCHED|NOT_FOUND");
            case 14 -> line("md " + key + (random.nextBoolean() ? " I T" + ttl() : ""), "HD|NF");
            default -> {
                if (random.nextInt(ONE_FLUSH_IN / 16) == 0) {
                    line("flush_all" + (random.nextBoolean() ? " 1" : ""), "OK");
                } else {
                    line("mg " + key + " s v", "EN|VA .*");
                }
            }
        }
        requests++;
    }

    /** What was said last, and who said it. */
    @Override
    public String toString() {
        return (slow ? "slow" : "quick") + " client after '" + said + "'";
    }

    /** Sends half of a value and hangs up. */
    void breakOff() throws IOException {
        int length = size();
        send("set v" + random.nextInt(KEYS) + " 0 0 " + length + "\r\n");
        out.write(noise, 0, length / 2);
        out.flush();
        close();
    }

    /** Asks for much, reads a little of it, and hangs up. */
    void readHalf() throws IOException {
        send("get v1 v2 v3 v4 v5 v6 v7 v8 v9\r\n");
        out.flush();
        require(in.read(new byte[1 + random.nextInt(NAP)]) > 0, "the server closed the connection");
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void get() throws IOException {
        String verb = random.nextInt(4) == 0 ? "gat " + ttl() : random.nextBoolean() ? "gets" : "get";
        StringBuilder request = new StringBuilder(verb);
        for (int keys = 1 + random.nextInt(MOST_KEYS_A_GET); keys > 0; keys--) {
            request.append(' ').append("vvvac".charAt(random.nextInt(5))).append(random.nextInt(KEYS));
        }
        send(request + "\r\n");
        out.flush();
        for (String reply = readLine(); !reply.equals("END"); reply = readLine()) {
            String[] words = reply.split(" ");
            require(words.length >= 4 && words[0].equals("VALUE"), request + " was answered with " + reply);
            byte[] value = readValue(Integer.parseInt(words[3]));
            check(words[1], Long.parseLong(words[2]), value);
            cas = words.length > 4 ? Long.parseLong(words[4]) : cas;
        }
    }

    private void check(String key, long flags, byte[] value) throws IOException {
        switch (key.charAt(0)) {
            case 'v' -> require(flags == checksum(key, value, 0, value.length), "wrong bytes in the value of " + key);
            case 'a' -> {
                require(value.length % RECORD == 0, key + " has " + value.length + " bytes");
                for (int at = 0; at < value.length; at += RECORD) {
                    String expected = String.format("%08x", checksum(key, value, at, RECORD / 2));
                    String found = new String(value, at + RECORD / 2, RECORD / 2, StandardCharsets.ISO_8859_1);
                    require(expected.equals(found), "a wrong record in the value of " + key);
                }
            }
            default -> require(new String(value, StandardCharsets.ISO_8859_1).matches("[0-9]{1,20} *"),
                    "no number in " + key);
        }
    }

    private void store(String verb, String key, String tail) throws IOException {
        int length = size();
        int start = random.nextInt(LARGEST);
        CRC32 crc = crc(key);
        crc.update(noise, start, length);
        send(verb + " " + key + " " + crc.getValue() + " " + ttl() + " " + length + tail + "\r\n");
        out.write(noise, start, length);
        line("", "STORED|NOT_STORED|EXISTS|NOT_FOUND");
    }

    private void grow(String key) throws IOException {
        String text = String.format("%08x", random.nextInt());
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        String record = text + String.format("%08x", checksum(key, bytes, 0, bytes.length));
        String verb = random.nextBoolean() ? "append" : random.nextBoolean() ? "prepend" : "set";
        send(verb + " " + key + " 0 0 " + RECORD + "\r\n" + record);
        line("", "STORED|NOT_STORED");
    }

    private void count(String key) throws IOException {
        if (random.nextInt(4) == 0) {
            line("set " + key + " 0 " + ttl() + " 2\r\n10", "STORED");
        } else {
            line((random.nextBoolean() ? "incr " : "decr ") + key + " " + random.nextInt(1000), "[0-9]+|NOT_FOUND");
        }
    }

    /** Sends the line, or the end of what was sent, and takes one line of reply, with the value that follows VA. */
    private void line(String request, String answers) throws IOException {
        send(request + "\r\n");
        out.flush();
        String reply = readLine();
        require(reply.matches(answers), request + " was answered with " + reply);
        if (reply.startsWith("VA ")) {
            readValue(Integer.parseInt(reply.split(" ")[1]));
        }
    }

    private byte[] readValue(int length) throws IOException {
        byte[] value = new byte[length];
        for (int at = 0; at < length; ) {
            int count = in.readNBytes(value, at, Math.min(length - at, slow ? NAP : length));
            require(count > 0, "the server closed the connection inside a value");
            at += count;
            nap();
        }
        require(readLine().isEmpty(), "a value is longer than announced");
        return value;
    }

    private void nap() throws IOException {
        if (slow) {
            try {
                Thread.sleep(1 + random.nextInt(20));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", stop);
            }
        }
    }

    /** From 1 byte to about a megabyte, the smaller the more. */
    private int size() {
        return (int) Math.pow(LARGEST, random.nextDouble());
    }

    private int ttl() {
        return random.nextInt(3) == 0 ? 1 + random.nextInt(LONGEST_TTL) : 0;
    }

    private static CRC32 crc(String key) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.ISO_8859_1));
        return crc;
    }

    private static long checksum(String key, byte[] bytes, int start, int length) {
        CRC32 crc = crc(key);
        crc.update(bytes, start, length);
        return crc.getValue();
    }

    private void send(String text) throws IOException {
        said = text.isBlank() ? said : text.strip();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
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

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }
}
