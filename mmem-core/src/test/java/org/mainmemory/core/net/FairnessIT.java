package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;

/** One connection floods the loop that a quiet one lives on: what it does before the other gets its turn is bounded. */
@Timeout(60)
class FairnessIT {

    private static final int QUIET_ROUNDS = 200;

    /** What must have come back of a flood before the quiet one may stop: a busy machine can be slow to begin it. */
    private static final long FLOOD_BYTES = 10_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"session", "fiber"})
    void whoSendsWithoutEndIsReadOnceATurn(String kind) throws Exception {
        Protocol protocol = kind.equals("session") ? LineEcho::new : FiberProtocol.of(connection -> {
            for (int length = connection.awaitLine(); length > 0; length = connection.awaitLine()) {
                connection.writeInput(length);
            }
        });
        try (TestServer server = new TestServer(1, protocol);
                Client flood = server.connect();
                Client quiet = server.connect()) {
            server.awaitConnections(2);
            Meter meter = new Meter(server.loops().loop(0));
            meter.loop.post(meter);
            AtomicBoolean enough = new AtomicBoolean();
            Thread sender = Thread.ofPlatform().start(() -> pour(flood, enough));
            AtomicLong echoed = new AtomicLong();
            Thread receiver = Thread.ofPlatform().start(() -> drain(flood, echoed));
            for (int i = 0; i < QUIET_ROUNDS || echoed.get() < FLOOD_BYTES; i++) {
                quiet.echo("a line\n");
            }
            enough.set(true);
            sender.join();
            receiver.join();
            meter.stop();
            assertTrue(meter.mostRead > 1000, "there was a flood");
            assertTrue(meter.mostRead <= 2 * EventLoop.INPUT_BYTES, "read in a turn: " + meter.mostRead);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "fiber"})
    void whoIsSentToWithoutEndIsWrittenToABoundedAmountATurn(String kind) throws Exception {
        Protocol protocol = kind.equals("session") ? ScriptedSession::new : FiberProtocol.of(connection -> {
            byte[] some = new byte[100_000];
            byte[] letter = new byte[1];
            while (connection.read(letter) > 0) {
                int pieces = letter[0] == 'b' ? ScriptedSession.FLOOD / some.length : 0;
                connection.write(letter);
                for (int i = 0; i < pieces; i++) {
                    connection.write(some);
                }
            }
        });
        try (TestServer server = new TestServer(1, protocol);
                Client flood = server.connect();
                Client quiet = server.connect()) {
            server.awaitConnections(2);
            Meter meter = new Meter(server.loops().loop(0));
            meter.loop.post(meter);
            flood.send("b".repeat(40));
            flood.endOutput();
            Thread receiver = Thread.ofPlatform().start(() -> drain(flood, new AtomicLong()));
            for (int i = 0; i < QUIET_ROUNDS; i++) {
                quiet.echo("e");
            }
            receiver.join();
            meter.stop();
            assertTrue(meter.mostWritten > 1000, "there was a flood");
            int bound = TurnOutput.OUTPUT_PER_TURN + 2 * EventLoop.OUTPUT_BYTES;
            assertTrue(meter.mostWritten <= bound, "written in a turn: " + meter.mostWritten);
        }
    }

    private static void pour(Client client, AtomicBoolean enough) {
        byte[] lines = "a line of a flood\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        try {
            while (!enough.get()) {
                client.send(lines);
            }
            client.endOutput();
        } catch (IOException lost) {
            throw new AssertionError(lost);
        }
    }

    /** Reads to the end, and tells how many bytes it was. */
    private static void drain(Client client, AtomicLong received) {
        var buffer = ByteBuffer.allocate(1 << 20);
        try {
            for (int read = 0; read >= 0; read = client.channel().read(buffer.clear())) {
                received.addAndGet(read);
            }
        } catch (IOException lost) {
            throw new AssertionError(lost);
        }
    }

    /** Steps once a turn and notes the most that the loop read and wrote in one. */
    private static final class Meter extends Task {
        private final EventLoop loop;
        private final CompletableFuture<Boolean> over = new CompletableFuture<>();
        private volatile boolean stopped;
        private long read;
        private long written;
        private long mostRead;
        private long mostWritten;

        Meter(EventLoop loop) {
            this.loop = loop;
        }

        void stop() throws Exception {
            stopped = true;
            over.get();
        }

        @Override
        public Step run() {
            mostRead = Math.max(mostRead, loop.counters().bytesRead() - read);
            mostWritten = Math.max(mostWritten, loop.counters().bytesWritten() - written);
            read = loop.counters().bytesRead();
            written = loop.counters().bytesWritten();
            if (stopped) {
                over.complete(true);
                return Step.DONE;
            }
            return Step.AGAIN;
        }
    }
}
