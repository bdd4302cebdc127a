package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.net.ListenException;

/** The embeddable server: where it listens, how many it admits, how it stops. */
class MemcacheServerIT {

    private static final String VERSION = "VERSION " + Version.TEXT + "\r\n";

    private static MemcacheSettings.Builder settings(int loops) {
        return MemcacheSettings.builder().listenOnLoopback(0).loops(loops);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String ask(Socket socket, String request, int length) throws IOException {
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        return new String(socket.getInputStream().readNBytes(length), US_ASCII);
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    @Test
    void severalServersLiveInOneProcess() throws IOException {
        try (MemcacheServer one = MemcacheServer.start(settings(1).build());
                MemcacheServer two = MemcacheServer.start(settings(2).build());
                Socket toOne = connect(one.port());
                Socket toTwo = connect(two.port())) {
            assertNotEquals(one.port(), two.port());
            assertEquals("STORED\r\n", ask(toOne, "set k 0 0 1\r\n1\r\n", 8));
            assertEquals("END\r\n", ask(toTwo, "get k\r\n", 5));
        }
    }

    @Test
    void severalAddresses(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("socket");
        MemcacheSettings settings = settings(2)
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .unixSocket(path, 0700)
                .build();
        try (MemcacheServer server = MemcacheServer.start(settings)) {
            assertEquals(3, server.addresses().size());
            try (Socket first = connect(server.port());
                    Socket second = connect(((InetSocketAddress) server.addresses().get(1)).getPort());
                    SocketChannel third = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertEquals("STORED\r\n", ask(first, "set k 0 0 1\r\n1\r\n", 8));
                assertEquals("VALUE k 0 1\r\n", ask(second, "get k\r\n", 13));
                third.write(ByteBuffer.wrap("version\r\n".getBytes(US_ASCII)));
                ByteBuffer reply = ByteBuffer.allocate(VERSION.length());
                while (reply.hasRemaining() && third.read(reply) >= 0) {
                    Thread.onSpinWait();
                }
                assertArrayEquals(VERSION.getBytes(US_ASCII), reply.array());
            }
            assertEquals(0700, readMode(path));
        }
    }

    private static int readMode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode") & 0777;
    }

    @Test
    void aPortInUseIsRefusedAndNothingIsLeftBehind() throws IOException {
        try (MemcacheServer server = MemcacheServer.start(settings(1).build())) {
            MemcacheSettings again = MemcacheSettings.builder().loops(1).listenOnLoopback(server.port()).build();
            for (int i = 0; i < 20; i++) {
                assertThrows(ListenException.class, () -> MemcacheServer.start(again));
            }
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void oneConnectionTooManyIsToldSo(int loops) throws Exception {
        try (MemcacheServer server = MemcacheServer.start(settings(loops).connectionLimit(5).build())) {
            List<Socket> admitted = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                admitted.add(connect(server.port()));
                assertEquals(VERSION, ask(admitted.get(i), "version\r\n", VERSION.length()));
            }
            try (Socket refused = connect(server.port())) {
                assertEquals("ERROR Too many open connections\r\n", readAll(refused));
            }
            String stats = ask(admitted.get(0), "stats\r\nquit\r\n", 100_000);
            assertEquals("1", statOf(stats, "rejected_connections"));
            assertEquals("5", statOf(stats, "curr_connections"));
            assertEquals("5", statOf(stats, "total_connections"));
            assertEquals("5", statOf(stats, "max_connections"));
            for (Socket socket : admitted) {
                socket.close();
            }
            while (server.connections() > 0) {
                Thread.sleep(5);
            }
            try (Socket welcome = connect(server.port())) {
                assertEquals(VERSION, ask(welcome, "version\r\n", VERSION.length()));
            }
        }
    }

    private static String statOf(String stats, String key) {
        int at = stats.indexOf("STAT " + key + " ");
        return stats.substring(at + key.length() + 6, stats.indexOf('\r', at));
    }

    @Test
    void aBoundServerAnswersOnceItRuns() throws IOException {
        try (MemcacheServer server = MemcacheServer.bind(settings(2).build());
                Socket early = connect(server.port())) {
            early.getOutputStream().write("version\r\n".getBytes(US_ASCII));
            server.run();
            assertEquals(VERSION, ask(early, "", VERSION.length()));
        }
    }

    @Test
    void aServerThatNeverRanCanBeClosed() throws IOException {
        MemcacheServer.bind(settings(2).build()).close();
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void closingAnswersWhatWasAsked(int loops) throws IOException {
        MemcacheServer server = MemcacheServer.start(settings(loops).build());
        try (Socket socket = connect(server.port()); Socket idle = connect(server.port())) {
            assertEquals("STORED\r\n", ask(socket, "set k 0 0 1\r\n1\r\n", 8));
            assertEquals(VERSION, ask(idle, "version\r\n", VERSION.length()));
            socket.getOutputStream().write("get k\r\n".repeat(1000).getBytes(US_ASCII));
            server.close();
            assertEquals("VALUE k 0 1\r\n1\r\nEND\r\n".repeat(1000), readAll(socket));
            assertEquals("", readAll(idle));
        }
        assertThrows(SocketException.class, () -> connect(server.port()).close());
        server.close();
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void whatHasExpiredIsSweptAway(int loops) throws Exception {
        try (MemcacheServer server = MemcacheServer.start(settings(loops).build());
                Socket socket = connect(server.port())) {
            for (int i = 0; i < 500; i++) {
                assertEquals("STORED\r\n", ask(socket, "set k" + i + " 0 1 1\r\n1\r\n", 8));
            }
            while (server.storeStats().currItems() > 0) {
                Thread.sleep(20);
            }
            assertEquals(500, server.storeStats().totalItems());
        }
    }
}
