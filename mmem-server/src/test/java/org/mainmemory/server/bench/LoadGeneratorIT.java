package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The load generator against servers that misbehave. */
class LoadGeneratorIT {

    private static final String[] SETS = {"--ratio=1:0", "--connections=4", "--seconds=0.2", "--value-size=10"};

    @Test
    void aServerThatAnswersEverythingMakesNoError() throws Exception {
        try (StubServer server = storing()) {
            Tally tally = load(server, "--threads=2", "--pipeline=7");
            assertEquals(0, tally.errors, tally.firstError);
            assertTrue(tally.sets > 0);
            assertEquals(tally.requests, tally.sets);
            assertEquals(tally.requests, tally.latencies.count());
        }
    }

    @Test
    void warmUpIsNotMeasured() throws Exception {
        try (StubServer server = storing()) {
            Tally tally = load(server, "--warm-up=0.2");
            assertEquals(0, tally.errors, tally.firstError);
            assertTrue(tally.latencies.count() < tally.requests, tally.latencies.count() + " of " + tally.requests);
        }
    }

    @Test
    void aServerThatHangsUpIsAnErrorForEachRequestOnTheWay() throws Exception {
        try (StubServer server = new StubServer((lines, socket) -> lines.readLine())) {
            Tally tally = load(server, "--pipeline=3");
            assertEquals(4 * (1 + 3), tally.errors);
            assertTrue(tally.firstError.startsWith("connection lost"), tally.firstError);
        }
    }

    @Test
    void whenOneConnectionIsLostTheOthersGoOn() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (StubServer server = new StubServer((lines, socket) -> {
            if (connections.incrementAndGet() > 1) {
                storeAll(lines, socket);
            } else {
                lines.readLine();
            }
        })) {
            Tally tally = load(server, "--patience=2");
            assertEquals(1 + 1, tally.errors);
            assertTrue(tally.firstError.startsWith("connection lost"), tally.firstError);
            assertTrue(tally.sets > 0);
        }
    }

    @Test
    void whatTheSocketDoesNotTakeAtOnceIsSentLater() throws Exception {
        try (StubServer server = storing()) {
            Tally tally = load(server, "--value-size=16m", "--connections=1", "--pipeline=2", "--patience=20");
            assertEquals(0, tally.errors, tally.firstError);
            assertTrue(tally.sets > 0);
        }
    }

    @Test
    void aServerThatIsSilentIsGivenUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (StubServer server = new StubServer((lines, socket) -> await(over))) {
            Tally tally = load(server, "--patience=0.1");
            over.countDown();
            assertEquals(4, tally.errors);
            assertEquals("the server has left 4 requests unanswered", tally.firstError);
        }
    }

    @Test
    void aServerThatIsNotThereIsAnErrorForEachConnection() throws Exception {
        int port;
        try (StubServer server = storing()) {
            port = server.port();
        }
        Tally tally = LoadGenerator.run(Loads.settings("--connections=4", "--port=" + port));
        assertEquals(4, tally.errors);
        assertTrue(tally.firstError.startsWith("no connection to"), tally.firstError);
    }

    /**
     * The server holds back all replies until it has seen 100 requests, the last of which is sent 99 ms after the
     * first one was due: half of them must then have waited for 49 ms, whatever the machine does.
     */
    @Test
    void atAFixedRateWhatWaitsBehindASlowReplyIsSlowToo() throws Exception {
        try (StubServer server = new StubServer((lines, socket) -> {
            for (int seen = 0; seen < 100; seen++) {
                lines.readLine();
                lines.readLine();
            }
            StubServer.say(socket, "STORED\r\n".repeat(100));
            lines.readLine();
        })) {
            Tally tally = load(server, "--connections=1", "--rate=1000", "--seconds=0.1");
            assertEquals(0, tally.errors, tally.firstError);
            assertEquals(100, tally.requests);
            assertTrue(tally.latencies.percentileNanos(100) >= 99_000_000);
            assertTrue(tally.latencies.percentileNanos(50) >= 49_000_000);
        }
    }

    private static Tally load(StubServer server, String... more) throws InterruptedException {
        String[] arguments = new String[SETS.length + more.length + 1];
        System.arraycopy(SETS, 0, arguments, 0, SETS.length);
        System.arraycopy(more, 0, arguments, SETS.length, more.length);
        arguments[arguments.length - 1] = "--port=" + server.port();
        return LoadGenerator.run(Loads.settings(arguments));
    }

    private static StubServer storing() throws IOException {
        return new StubServer(LoadGeneratorIT::storeAll);
    }

    private static void storeAll(BufferedReader lines, Socket socket) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.startsWith("set ")) {
                StubServer.say(socket, "STORED\r\n");
            }
        }
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
