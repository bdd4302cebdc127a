package org.mainmemory.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mainmemory.memcache.store.Store;
import org.mainmemory.memcache.store.StoreSettings;

/**
 * A client of the server's own, which lets the JVM see what a serving mmem does: run while an AOT cache is recorded, so
 * that later starts find all of it in the cache. Asked for with the environment variable MMEM_TRAINING, a number of
 * exchanges; when they are done the server stops as if by SIGTERM.
 *
 * <p>It works on its own thread, over two connections to the first address that the server listens on. Choose one that
 * no client uses: {@code -l 127.0.0.1 -p -1}.
 */
final class Training {

    private static final String VARIABLE = "MMEM_TRAINING";
    private static final int PIPELINE = 20;
    private static final int KEYS = 1000;
    private static final int LARGE_VALUE = 300_000;
    private static final int BINARY_HEADER = 24;

    private final SocketAddress server;
    private final int exchanges;
    private final ByteBuffer replies = ByteBuffer.allocateDirect(64 << 10);

    private Training(SocketAddress server, int exchanges) {
        this.server = server;
        this.exchanges = exchanges;
    }

    /** Trains the server if the environment says so, then stops it. Returns at once. */
    static void ifAskedFor(List<? extends SocketAddress> addresses, StopSignal stop) {
        String exchanges = System.getenv(VARIABLE);
        if (exchanges == null) {
            return;
        }
        Store.open(StoreSettings.defaults(1)).close(); // What is different with -t 1.
        TrainedCalls.all();
        Training training = new Training(addresses.getFirst(), Integer.parseInt(exchanges));
        Thread.ofPlatform().daemon().name("mmem-training").start(() -> {
            try {
                training.run();
            } catch (IOException e) {
                System.err.println("mmem: the training failed: " + e);
            }
            stop.give(StopSignal.Kind.NORMAL);
        });
    }

    private void run() throws IOException {
        try (SocketChannel client = SocketChannel.open(server)) {
            for (int number = 0; number < exchanges; number++) {
                exchange(client, requests(number) + pipeline(number));
            }
            exchange(client, largeValue());
        }
        try (SocketChannel client = SocketChannel.open(server)) {
            binary(client);
        }
    }

    private static String requests(int number) {
        String key = "key_" + number;
        return switch (number % 10) {
            case 0 -> "set counter 0 0 1\r\n7\r\nincr counter 5\r\ndecr counter 2\r\n";
            case 1 -> "add " + key + " 1 60 3\r\nabc\r\ndelete " + key + "\r\n";
            case 2 -> "append " + key + " 0 0 1\r\nx\r\nprepend " + key + " 0 0 1\r\nx\r\n";
            case 3 -> "gets " + key + "\r\ncas " + key + " 0 0 1 1\r\nx\r\n";
            case 4 -> "touch " + key + " 100\r\ngat 100 " + key + "\r\n";
            case 5 -> "set " + key + " 0 0 1 noreply\r\nx\r\n";
            case 6 -> "stats\r\nstats settings\r\nstats items\r\nstats slabs\r\n";
            case 7 -> "ms " + key + " 1 T60\r\nx\r\nmg " + key + " v t f\r\nma " + key + "\r\nmd " + key + "\r\nmn\r\n";
            case 8 -> "flush_all\r\n";
            default -> "";
        };
    }

    private static String pipeline(int number) {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < PIPELINE; i++) {
            String name = "key_" + (number * 7 + i) % KEYS;
            requests.append(i % 10 == 0 ? "set " + name + " 0 0 100\r\n" + "v".repeat(100) + "\r\n"
                    : i % 10 == 1 ? "get " + name + " missing key_1 key_2 key_3\r\n"
                    : "get " + name + "\r\n");
        }
        return requests.toString();
    }

    private static String largeValue() {
        return "set large 0 0 " + LARGE_VALUE + "\r\n" + "v".repeat(LARGE_VALUE) + "\r\nget large\r\n";
    }

    /** Sets, gets and says nothing in the binary protocol, and reads the three replies. */
    private void binary(SocketChannel client) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(128);
        header(bytes, 0x01, 8, 1, 1).putLong(0).put((byte) 'k').put((byte) '1'); // set
        header(bytes, 0x00, 0, 1, 0).put((byte) 'k'); // get
        header(bytes, 0x0a, 0, 0, 0); // noop
        bytes.flip();
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
        replies.clear().limit(3 * BINARY_HEADER + Integer.BYTES + 1); // the get's is longer: flags and a value
        while (replies.hasRemaining()) {
            if (client.read(replies) < 0) {
                throw new IOException("the server closed the connection");
            }
        }
    }

    /** Puts a request's header, with the lengths of what follows. */
    private static ByteBuffer header(ByteBuffer bytes, int opcode, int extras, int key, int value) {
        return bytes.put((byte) 0x80).put((byte) opcode).putShort((short) key).put((byte) extras).put((byte) 0)
                .putShort((short) 0).putInt(extras + key + value).putInt(0).putLong(0);
    }

    /** Sends requests, and reads replies up to that of a last request whose reply stands out. */
    private void exchange(SocketChannel client, String requests) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((requests + "version\r\n").getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
        String tail = "";
        while (!(tail.contains("VERSION ") && tail.endsWith("\r\n"))) {
            replies.clear();
            if (client.read(replies) < 0) {
                throw new IOException("the server closed the connection");
            }
            replies.flip();
            byte[] last = new byte[Math.min(replies.remaining(), 64)];
            replies.position(replies.limit() - last.length).get(last);
            tail = tail + new String(last, StandardCharsets.US_ASCII);
            tail = tail.substring(Math.max(0, tail.length() - 64));
        }
    }
}
