package org.mainmemory.core.fiber;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.net.Client;
import org.mainmemory.core.net.TestServer;

/** Connections served by fibers; {@link TestServer} finds what they leave behind. */
@Timeout(60)
class FiberConnectionIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(10);

    /** Sends each line back, with LF at its end. */
    static void echoLines(FiberConnection connection) throws Exception {
        for (String line = connection.readLine(); line != null; line = connection.readLine()) {
            connection.write(line + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void echoesLinesHoweverTheyAreCut(int loops) throws Exception {
        Random random = new Random(loops);
        try (TestServer server = serve(loops, FiberConnectionIT::echoLines);
                Client one = server.connect();
                Client two = server.connect()) {
            for (int i = 0; i < 200; i++) {
                Client client = i % 2 == 0 ? one : two;
                String line = "x".repeat(random.nextInt(i % 50 == 0 ? 60_000 : 100)) + "\n";
                int cut = random.nextInt(line.length());
                client.send(line.substring(0, cut));
                client.send(line.substring(cut));
                client.expect(line);
            }
            one.echo("a line\n".repeat(1000));
            one.send("no line end");
            one.endOutput();
            one.expect("no line end\n");
            one.expectEnd();
            two.send("a line\r\n\r\n\n");
            two.expect("a line\n\n\n");
        }
    }

    @Test
    void aLineMayFillTheInputAndNoMore() throws Exception {
        try (TestServer server = serve(1, FiberConnectionIT::echoLines); Client client = server.connect()) {
            String longest = "x".repeat(EventLoop.INPUT_BYTES - 1) + "\n";
            client.echo(longest);
            client.send(longest.replace('\n', 'x'));
            client.expectEnd();
            assertEquals(0, server.failures());
        }
    }

    @Test
    void readsBytesAndTellsTheEnd() throws Exception {
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        try (TestServer server = serve(1, connection -> {
            byte[] four = new byte[4];
            connection.readFully(four);
            seen.add(new String(four, US_ASCII));
            seen.add(connection.read(four, 1, 2));
            seen.add(assertThrows(EOFException.class, () -> connection.readFully(four)).getMessage());
            seen.add(connection.read(four));
            seen.add(connection.readLine() == null);
        }); Client client = server.connect()) {
            client.send("ab");
            client.send("cdefg");
            client.endOutput();
            client.expectEnd();
            assertEquals(List.of("abcd", 2, "the input ends after 1 of 4 bytes", -1, true), List.copyOf(seen));
        }
    }

    @Test
    void speaksFirstAndAfterTheEndOfInput() throws Exception {
        try (TestServer server = serve(2, connection -> {
            connection.write("hello\n");
            assertNull(connection.readLine());
            Fiber.sleep(SHORT);
            connection.write("good");
            Fiber.sleep(SHORT);
            connection.write("bye\n");
        }); Client client = server.connect()) {
            client.expect("hello\n");
            client.endOutput();
            client.expect("goodbye\n");
            client.expectEnd();
        }
    }

    @Test
    void endsItsOutputAndReadsOn() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (TestServer server = serve(1, connection -> {
            connection.write("that is all\n");
            connection.endOutput();
            heard.complete(connection.readLine());
        }); Client client = server.connect()) {
            client.expect("that is all\n");
            client.expectEnd();
            client.send("I see\n");
            assertEquals("I see", heard.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void waitsForAPeerThatDoesNotRead(int loops) throws Exception {
        byte[] flood = "0123456789".repeat(500_000).getBytes(US_ASCII);
        CompletableFuture<String> after = new CompletableFuture<>();
        try (TestServer server = serve(loops, connection -> {
            connection.write(flood);
            connection.flush();
            after.complete("flushed");
            connection.write("end\n");
        }); Client client = server.connect(); Client other = server.connect()) {
            server.awaitBlocked();
            other.receive(10);
            client.receive(flood.length);
            client.expect("end\n");
            client.expectEnd();
            other.receive(flood.length - 10);
            other.expect("end\n");
        }
    }

    @Test
    void aTimeoutLeavesTheConnectionUsable() throws Exception {
        try (TestServer server = serve(1, connection -> {
            connection.setTimeout(SHORT);
            assertThrows(SocketTimeoutException.class, connection::readLine);
            connection.write("late\n");
            connection.setTimeout(LONG);
            connection.write(connection.readLine() + "\n");
            connection.setTimeout(SHORT);
            byte[] flood = new byte[1 << 20];
            assertThrows(SocketTimeoutException.class, () -> {
                while (true) {
                    connection.write(flood);
                }
            });
            connection.abort();
        }); Client client = server.connect()) {
            client.expect("late\n");
            client.echo("in time\n");
            server.awaitConnections(0);
            assertEquals(0, server.failures());
        }
    }

    @Test
    void whatIsNotWantedYetStaysInTheSocket() throws Exception {
        Semaphore go = new Semaphore(0);
        CompletableFuture<Integer> total = new CompletableFuture<>();
        try (TestServer server = serve(1, connection -> {
            go.acquire();
            byte[] some = new byte[1000];
            int sum = 0;
            for (int count = connection.read(some); count >= 0; count = connection.read(some)) {
                sum += count;
                if (sum % 7 == 0) {
                    Fiber.pause();
                }
            }
            total.complete(sum);
            connection.write("!");
        }); Client client = server.connect(); Client other = server.connect()) {
            client.send(new byte[300_000]);
            other.send("x");
            client.endOutput();
            go.release(2);
            client.expect("!");
            assertEquals(300_000, total.get());
        }
    }

    @Test
    void twoFibersWriteWholePieces() throws Exception {
        String a = "a".repeat(200_000);
        String b = "b".repeat(200_000);
        try (TestServer server = serve(1, connection -> {
            Fiber second = Fiber.start(connection.loop(), "second", () -> {
                for (int i = 0; i < 5; i++) {
                    connection.write(b);
                }
            });
            for (int i = 0; i < 5; i++) {
                connection.write(a);
            }
            second.join();
        }); Client client = server.connect()) {
            String got = new String(client.receive(2_000_000), US_ASCII);
            client.expectEnd();
            assertEquals(10 * 200_000, got.length());
            assertEquals("", got.replace(a, "").replace(b, ""));
        }
    }

    @Test
    void aLostPeerEndsTheWaitAndTheFiber() throws Exception {
        BlockingQueue<Throwable> ends = new LinkedBlockingQueue<>();
        try (TestServer server = serve(2, connection -> {
            try {
                connection.write("go\n");
                connection.readLine();
            } catch (IOException | InterruptedException end) {
                ends.add(end);
                throw end;
            }
        }); Client client = server.connect()) {
            client.expect("go\n");
            client.reset();
            assertEquals(ClosedChannelException.class, ends.take().getClass());
            server.awaitConnections(0);
            assertEquals(0, server.failures());
        }
    }

    @Test
    void anExceptionClosesThatConnectionAlone() throws Exception {
        try (TestServer server = serve(1, connection -> {
            if ("fail".equals(connection.readLine())) {
                throw new IllegalStateException("thrown by a test on purpose");
            }
            connection.write("well\n");
        }); Client good = server.connect(); Client bad = server.connect()) {
            bad.send("fail\n");
            bad.expectEnd();
            good.send("on\n");
            good.expect("well\n");
            assertEquals(1, server.failures());
        }
    }

    @Test
    void aConnectionOfAnotherLoopIsRefused() throws Exception {
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        try (TestServer server = serve(2, connection -> {
            EventLoop elsewhere = connection.loop().index() == 0 ? loopOf(connection, 1) : loopOf(connection, 0);
            Fiber.start(elsewhere, "stranger", () -> refused.complete(
                    assertThrows(IllegalStateException.class, connection::readLine)));
            connection.readLine();
        }); Client client = server.connect()) {
            loops.complete(server);
            assertTrue(refused.get().getMessage().contains("another loop"));
            client.send("\n");
            client.expectEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mayBeClosedFromAnywhere(boolean abort) throws Exception {
        BlockingQueue<FiberConnection> opened = new LinkedBlockingQueue<>();
        try (TestServer server = serve(1, connection -> {
            opened.add(connection);
            connection.readLine();
        }); Client client = server.connect()) {
            FiberConnection connection = opened.take();
            if (abort) {
                connection.abort();
            } else {
                connection.close();
            }
            client.expectEnd();
            server.awaitConnections(0);
            connection.close();
            connection.abort();
        }
    }

    @Test
    void aPeerThatDoesNotReadKeepsNoClosedConnection() throws Exception {
        try (TestServer server = serve(1, connection -> {
            connection.setTimeout(SHORT);
            assertThrows(SocketTimeoutException.class, () -> connection.write(new byte[20_000_000]));
        }); Client client = server.connect()) {
            server.awaitConnections(1);
            server.awaitConnections(0);
            assertTrue(client.channel().isOpen());
            assertEquals(0, server.failures());
        }
    }

    @Test
    void aSourceThatWaitsDisturbsNobody() throws Exception {
        Semaphore go = new Semaphore(0);
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        try (TestServer server = serve(1, connection -> {
            if (connection.readLine().equals("slow")) {
                connection.write(new SourceThatWaits(waiting, go), 6);
            } else {
                connection.write("fast\n");
            }
        }); Client slow = server.connect(); Client fast = server.connect()) {
            slow.send("slow\n");
            waiting.get();
            fast.send("fast\n");
            fast.expect("fast\n");
            fast.expectEnd();
            go.release();
            slow.expect("slowly");
            slow.expectEnd();
        }
    }

    /** Makes its reader wait, as a channel of another server may. */
    private record SourceThatWaits(CompletableFuture<Boolean> waiting, Semaphore go)
            implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer target) {
            waiting.complete(true);
            go.acquireUninterruptibly();
            target.put("slowly".getBytes(US_ASCII));
            return 6;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
        }
    }

    @Test
    void noMoreInputIsWrittenThanThereIs() throws Exception {
        try (TestServer server = serve(1, connection -> {
            connection.awaitInput(0);
            assertThrows(IndexOutOfBoundsException.class, () -> connection.writeInput(100));
            assertThrows(IndexOutOfBoundsException.class, () -> connection.writeInput(100_000));
            connection.writeInput(6);
        }); Client client = server.connect()) {
            client.send("hello\n");
            client.expect("hello\n");
            client.expectEnd();
            assertEquals(0, server.failures());
        }
    }

    private final CompletableFuture<TestServer> loops = new CompletableFuture<>();

    private EventLoop loopOf(FiberConnection connection, int index) throws Exception {
        assertTrue(connection.loop().isLoopThread());
        return Fiber.await(loops).loops().loop(index);
    }

    static TestServer serve(int loops, FiberProtocol protocol) throws IOException {
        return new TestServer(loops, FiberProtocol.of(protocol));
    }
}
