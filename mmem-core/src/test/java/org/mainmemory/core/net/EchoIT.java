package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;

@Timeout(120)
class EchoIT {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void echoesWhateverTheSplit(int loops) throws Exception {
        try (TestServer server = new TestServer(loops, LineEcho::new); Client client = server.connect()) {
            client.echo("one\n");
            client.echo("two\nthree\n\nfour\n");
            for (String piece : "five\nsix\n".split("", -1)) {
                client.send(piece);
            }
            client.expect("five\nsix\n");
            assertEquals(1, server.net().connections());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void echoesRandomLinesOfManyClients(int loops) throws Exception {
        long seed = System.nanoTime();
        try (TestServer server = new TestServer(loops, LineEcho::new);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Random random = new Random(seed + i);
                clients.add(threads.submit(() -> {
                    talk(server, random);
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
            server.awaitConnections(0);
            for (EventLoop loop : server.loops().loops()) {
                assertEquals(8 / loops, loop.counters().connectionsOpened());
            }
            assertEquals(server.loops().sum(LoopCounters::bytesRead), server.loops().sum(LoopCounters::bytesWritten));
        } catch (Throwable failed) {
            throw new AssertionError("seed " + seed, failed);
        }
    }

    private static void talk(TestServer server, Random random) throws IOException {
        try (Client client = server.connect()) {
            for (int i = 0; i < 200; i++) {
                byte[] lines = randomLines(random);
                for (int from = 0; from < lines.length; ) {
                    int to = Math.min(lines.length, from + 1 + random.nextInt(30_000));
                    client.send(Arrays.copyOfRange(lines, from, to));
                    from = to;
                }
                assertEquals(-1, Arrays.mismatch(lines, client.receive(lines.length)));
            }
        }
    }

    private static byte[] randomLines(Random random) {
        StringBuilder text = new StringBuilder();
        for (int line = random.nextInt(10); line >= 0; line--) {
            int length = random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(100);
            for (int i = 0; i < length; i++) {
                text.append((char) (' ' + random.nextInt(90)));
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aLineMayFillTheInputAndNoMore(int loops) throws Exception {
        try (TestServer server = new TestServer(loops, LineEcho::new); Client other = server.connect()) {
            other.echo("before\n");
            String longest = "x".repeat(EventLoop.INPUT_BYTES - 1) + "\n";
            try (Client client = server.connect()) {
                client.echo(longest);
                client.echo(longest);
                client.send(longest.replace('\n', 'x'));
                client.expectEnd();
            }
            other.echo("after\n");
        }
    }
}
