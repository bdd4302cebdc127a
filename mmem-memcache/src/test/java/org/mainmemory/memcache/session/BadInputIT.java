package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.memcache.store.StoreStats;

/**
 * Clients that send nonsense or go away in mid-sentence: the reply is the right one, nothing stays behind (pages, pins,
 * reservations, buffers, connections), and a client beside them notices nothing.
 */
class BadInputIT {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final String BAD_FORMAT = "CLIENT_ERROR bad command line format\r\n";

    private MemcacheServer server;
    private Socket good;

    private void start(int loops) throws IOException {
        server = MemcacheServer.start(MemcacheSettings.builder().listenOnLoopback(0).loops(loops).build());
        good = connect();
        assertEquals("STORED\r\n", ask(good, "set good 0 0 4\r\nfine\r\n", 8));
        assertEquals("STORED\r\n", ask(good, "set large 0 0 900000\r\n" + "v".repeat(900_000) + "\r\n", 8));
    }

    @AfterEach
    void stop() throws IOException {
        good.close();
        server.close();
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void overLongLines(int loops) throws Exception {
        start(loops);
        expectClosed("x".repeat(5000));
        expectClosed("gat 0 " + "key ".repeat(1000));
        expectClosed("set " + "x".repeat(100_000));
        expectReply("get " + "k".repeat(251) + "\r\n", BAD_FORMAT);
        expectReply("get " + "key ".repeat(100_000) + "\r\n", "END\r\n");
        expectReply("get " + "k".repeat(300_000) + "\r\nget good\r\n",
                BAD_FORMAT + "VALUE good 0 4\r\nfine\r\nEND\r\n");
        expectNothingLeft();
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void badNumbersAndTerminators(int loops) throws Exception {
        start(loops);
        expectReply("set k 0 0 -1\r\n", BAD_FORMAT);
        expectReply("set k 0 0 99999999999\r\n", BAD_FORMAT);
        expectReply("set k x 0 5\r\nvalue\r\n", BAD_FORMAT);
        expectReply("set k 0 0 5\r\nvaluexx", "CLIENT_ERROR bad data chunk\r\n");
        expectReply("set k 0 0 300000\r\n" + "v".repeat(300_000) + "\n\n", "CLIENT_ERROR bad data chunk\r\n");
        expectReply("incr good x\r\n", "CLIENT_ERROR invalid numeric delta argument\r\n");
        expectReply("touch good 1e9\r\n", "CLIENT_ERROR invalid exptime argument\r\n");
        expectReply("set good 0 0 3\r\nbadxxget good\r\n",
                "CLIENT_ERROR bad data chunk\r\nVALUE good 0 4\r\nfine\r\nEND\r\n");
        expectNothingLeft();
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void halfCommandsAndLostConnections(int loops) throws Exception {
        start(loops);
        for (int i = 0; i < 50; i++) {
            say("get go");
            say("set half 0 0 10\r\nfive!");
            say("set half 0 0 500000\r\n" + "v".repeat(100_000 + i));
            say("set half 0 0 10\r\n0123456789\r");
            say("set half 0 0 5000000\r\n" + "v".repeat(1000));
            say("get " + "key ".repeat(20_000));
        }
        expectNothingLeft();
        expectReply("get half\r\n", "END\r\n");
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void connectionsLostWhileALargeValueIsSent(int loops) throws Exception {
        start(loops);
        for (int i = 0; i < 20; i++) {
            try (Socket socket = connect()) {
                socket.setReceiveBufferSize(4096);
                send(socket, "get large large large large large large large large\r\n");
                assertEquals(100, socket.getInputStream().readNBytes(100).length);
                socket.setSoLinger(true, 0);
            }
        }
        expectNothingLeft();
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void noise(int loops) throws Exception {
        start(loops);
        for (int seed = 0; seed < 60; seed++) {
            byte[] noise = new byte[64 << 10];
            new Random(seed).nextBytes(noise);
            if (seed % 2 == 0) {
                noise[0] &= 0x7F;
            }
            try (Socket socket = connect()) {
                socket.getOutputStream().write(noise);
                socket.shutdownOutput();
                drain(socket);
            } catch (SocketException closedEarly) {
                // The server may hang up before it has read everything.
            }
        }
        expectNothingLeft();
    }

    private void expectReply(String request, String reply) throws IOException {
        try (Socket socket = connect()) {
            assertEquals(reply + "VERSION", ask(socket, request + "version\r\n", reply.length() + 7));
        }
        expectGoodClientIsWell();
    }

    private void expectClosed(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException reset) {
            assertTrue(reset.getMessage().contains("reset") || reset.getMessage().contains("pipe"), reset::toString);
        }
        expectGoodClientIsWell();
    }

    private void expectGoodClientIsWell() throws IOException {
        String reply = "VALUE good 0 4\r\nfine\r\nEND\r\n";
        assertEquals(reply, ask(good, "get good\r\n", reply.length()));
    }

    /** Says something and goes away. */
    private void say(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
        } catch (SocketException closedEarly) {
            // As good as gone.
        }
    }

    /** Only the good client is left, with two items, and nothing that connections had borrowed. */
    private void expectNothingLeft() throws Exception {
        for (int waited = 0; server.connections() > 1 && waited < PATIENCE_MILLIS; waited += 10) {
            Thread.sleep(10);
        }
        assertEquals(1, server.connections(), "connections");
        for (EventLoop loop : server.net().loops().loops()) {
            assertEquals(0, borrowedBlocks(loop), "blocks of " + loop);
            assertEquals(0, loop.counters().failures(), "failures of " + loop);
        }
        StoreStats stats = server.storeStats();
        assertEquals(0, stats.pinned(), "pinned");
        assertEquals(0, stats.reserved(), "reserved");
        for (SessionContext context : server.contexts()) {
            assertEquals(0, context.openPhases(), "phases");
        }
        expectGoodClientIsWell();
        expectAllPagesComeBack();
    }

    /**
     * Once the items are gone, so are their pages, but for a few empty ones that slabs keep at hand: none was lost to
     * an item that never came to be, of which there were many hundreds of pages.
     */
    private void expectAllPagesComeBack() throws Exception {
        long fresh;
        int loops = server.net().loops().size();
        try (MemcacheServer other = MemcacheServer.start(
                MemcacheSettings.builder().listenOnLoopback(0).loops(loops).build())) {
            fresh = other.storeStats().pagesFree();
        }
        StoreStats stats = server.storeStats();
        assertEquals(2, stats.currItems());
        long largePages = 900_000L / stats.pageSize() + 2;
        assertTrue(stats.pagesFree() >= fresh - largePages - 32L * loops,
                () -> "pages free " + stats.pagesFree() + " of " + fresh);
    }

    private static int borrowedBlocks(EventLoop loop) throws InterruptedException {
        int[] borrowed = new int[1];
        CountDownLatch done = new CountDownLatch(1);
        loop.post(new Task() {
            @Override
            public Step run() {
                borrowed[0] = loop.buffers().borrowed();
                done.countDown();
                return Step.DONE;
            }
        });
        done.await();
        return borrowed[0];
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static String ask(Socket socket, String request, int replyLength) throws IOException {
        send(socket, request);
        return new String(socket.getInputStream().readNBytes(replyLength), ISO_8859_1);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static void drain(Socket socket) throws IOException {
        InputStream replies = socket.getInputStream();
        replies.transferTo(OutputStream.nullOutputStream());
    }
}
