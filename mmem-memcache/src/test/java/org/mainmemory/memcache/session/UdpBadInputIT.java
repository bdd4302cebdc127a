package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.loop.LoopCounters;

/**
 * Datagrams that are nonsense or half of something, many of them: nothing stays behind (pages, pins, reservations,
 * watchers), and others notice nothing. Now and then an answer is waited for, as a socket drops what comes too fast.
 */
@Timeout(300)
class UdpBadInputIT {

    private static final int LONGEST = 65_507;

    private MemcacheServer server;
    private UdpClient bad;
    private UdpClient good;
    private Client tcp;

    private void start(int loops) throws IOException {
        server = MemcacheServer.start(
                MemcacheSettings.builder().listenOnLoopback(0).udpOnLoopback(0).loops(loops).build());
        bad = new UdpClient(server.udpAddresses().getFirst());
        good = new UdpClient(server.udpAddresses().getFirst());
        tcp = new Client(server.port());
        assertEquals("STORED\r\n", good.ask("set good 0 0 4\r\nfine\r\n"));
        tcp.send("set large 0 0 900000\r\n" + "v".repeat(900_000) + "\r\n");
        assertEquals("STORED", tcp.line());
    }

    @AfterEach
    void stop() throws IOException {
        good.close();
        bad.close();
        tcp.close();
        server.close();
        assertEquals(0, server.contexts().stream().mapToInt(SessionContext::openPhases).sum(), "open phases");
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void aStormOfHalfStores(int loops) throws IOException {
        start(loops);
        List<String> halves = List.of(
                "set good 0 0 10\r\nfive!", "set half 0 0 500000\r\n" + "v".repeat(1000), "set half 0 0 5\r\n",
                "set half 0 0 3\r\nxyz", "ms good 9\r\nfive", "set half 0 0 1000000\r\n", "append good 0 0 2\r\n!",
                "\u0080\u0001\0\1\b\0\0\0\0\0\u0090\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0k");
        for (int i = 0; i < 4000; i++) {
            bad.send(halves.get(i % halves.size()).getBytes(ISO_8859_1));
            if (i % 50 == 49) {
                expectOthersAreWell();
                // No more than a socket keeps: the system would drop what is asked at the end.
                assertEquals("MN\r\n", bad.ask("mn\r\n"));
            }
        }
        assertEquals("CLIENT_ERROR bad data chunk\r\n", bad.ask("set good 0 0 3\r\nxxxxx"));
        assertEquals("END\r\n", bad.ask("get half\r\n"));
        expectNothingLeft();
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void whatWouldTakeLongOrMuch(int loops) throws IOException {
        start(loops);
        for (int i = 0; i < 100; i++) {
            bad.tell("watch fetchers mutations evictions\r\n");
            bad.tell("lru_crawler metadump all\r\n");
            assertEquals("SERVER_ERROR stats conns is not told over UDP\r\n", bad.ask("stats conns\r\n"));
            assertEquals("SERVER_ERROR reply too large for UDP\r\n", bad.ask("get large large large\r\n"));
            assertEquals("SERVER_ERROR reply too large for UDP\r\n", bad.ask("mn\r\nmg large v\r\n"));
        }
        assertEquals(0, tcp.stat("log_watchers"));
        expectNothingLeft();
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void noise(int loops) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        start(loops);
        try {
            for (int i = 0; i < 1000; i++) {
                bad.sendRaw(noise(random, i));
                if (i % 20 == 0) {
                    expectOthersAreWell();
                }
            }
            expectNothingLeft();
        } catch (IOException | AssertionError failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    /** Of any length, and every other one with a frame that is right. */
    private static byte[] noise(Random random, int round) {
        byte[] noise = new byte[random.nextInt(round % 20 == 0 ? LONGEST : 300)];
        random.nextBytes(noise);
        if (round % 2 == 0 && noise.length > UdpClient.FRAME_BYTES) {
            byte[] frame = UdpClient.framed(round, 0, 1, 0, new byte[0]);
            System.arraycopy(frame, 0, noise, 0, frame.length);
        }
        return noise;
    }

    private void expectOthersAreWell() throws IOException {
        assertEquals("VALUE good 0 4\r\nfine\r\nEND\r\n", good.ask("get good\r\n"));
        assertEquals("VALUE good 0 4", tcp.ask("get good"));
        assertEquals("fine", tcp.line());
        assertEquals("END", tcp.line());
    }

    private void expectNothingLeft() throws IOException {
        expectOthersAreWell();
        assertEquals(0, server.storeStats().pinned(), "pinned");
        assertEquals(0, server.storeStats().reserved(), "reserved");
        assertEquals(2, server.storeStats().currItems(), "items");
        assertEquals(0, server.net().loops().sum(LoopCounters::failures), "failures");
    }
}
