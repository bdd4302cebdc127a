package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.mainmemory.core.fiber.Fiber;
import org.mainmemory.core.fiber.FiberConnection;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;

/**
 * A server whose clients say what shall go wrong, as a session or as a fiber, and which counts how often each
 * connection is closed. Closing it waits until the process has no socket and no selector more than before.
 *
 * <p>{@code e} echo an e; {@code b} write 2 MiB of b; {@code k} wait for more, and keep what comes; {@code d} the same,
 * or what was not sent before, for a moment at most; {@code i} be interrupted; {@code x} throw.
 */
final class FaultServer implements AutoCloseable {

    static final Duration MOMENT = Duration.ofMillis(20);

    static {
        // The JDK keeps a socket of its own from the first one on.
        try {
            SocketChannel.open().close();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private final BlockingQueue<Closings> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<Fiber> fibers = new LinkedBlockingQueue<>();
    private final long descriptors = descriptors();
    private final TestServer server;

    FaultServer(String kind) throws IOException {
        Protocol sessions = kind.equals("fiber") ? FiberProtocol.of(this::obey) : Faulty::new;
        server = new TestServer(1, connection -> {
            Closings closings = new Closings(sessions.open(connection));
            opened.add(closings);
            return closings;
        });
    }

    /** A client whose connection has been opened here. */
    Client connect() throws Exception {
        int before = opened.size();
        Client client = server.connect();
        while (opened.size() == before) {
            Thread.sleep(1);
        }
        return client;
    }

    TestServer server() {
        return server;
    }

    /** The fiber of the next connection. */
    Fiber fiber() throws InterruptedException {
        return fibers.take();
    }

    /** Waits until {@code left} connections are left, and looks at the others: closed once each, nothing kept. */
    void expectClosed(int left, int failures) throws Exception {
        server.awaitConnections(left);
        assertEquals(0, server.borrowedBlocks(), "blocks");
        assertEquals(failures, server.failures(), "failures");
        assertEquals(opened.size() - left, opened.stream().mapToInt(Closings::count).sum(), "closings");
    }

    @Override
    public void close() throws IOException {
        server.close();
        assertEquals(0, server.net().connections());
        for (Closings closings : opened) {
            assertEquals(1, closings.count());
        }
        while (descriptors() > descriptors) {
            LockSupport.parkNanos(MOMENT.toNanos());
            assertFalse(Thread.interrupted(), "sockets or selectors are left");
        }
    }

    /** Sockets and selectors of the process, as far as the system tells. */
    private static long descriptors() throws IOException {
        Path folder = Path.of("/proc/self/fd");
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(folder)) {
            return open.filter(FaultServer::isSocketOrSelector).count();
        }
    }

    private static boolean isSocketOrSelector(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().matches("(socket|anon_inode):.*");
        } catch (IOException closed) {
            return false;
        }
    }

    private void obey(FiberConnection connection) throws Exception {
        fibers.add(Fiber.current());
        byte[] letter = new byte[1];
        while (connection.read(letter) > 0) {
            switch (letter[0]) {
                case 'b' -> connection.write(new byte[ScriptedSession.FLOOD]);
                case 'd' -> connection.setTimeout(MOMENT);
                case 'i' -> Thread.currentThread().interrupt();
                case 'k' -> {
                    for (int known = 0; connection.awaitInput(known) != null; ) {
                        known = connection.loop().input().length();
                    }
                }
                case 'x' -> throw new IllegalStateException("thrown by a test on purpose");
                default -> connection.write(letter);
            }
        }
    }

    /** The same as a session. */
    private static final class Faulty implements Session {
        private final ScriptedSession script;
        private final Connection connection;
        private final Timer deadline;

        Faulty(Connection connection) {
            this.connection = connection;
            this.script = new ScriptedSession(connection);
            this.deadline = new Timer(new Task() {
                @Override
                public Step run() {
                    connection.close();
                    return Step.DONE;
                }
            });
        }

        @Override
        public Turn onInput(InputBuffer input, OutputBuffer output) {
            while (input.length() > 0) {
                byte letter = input.byteAt(input.start());
                if (letter == 'd') {
                    connection.loop().timers().arm(deadline, System.nanoTime() + MOMENT.toNanos());
                } else if (letter == 'i') {
                    Thread.currentThread().interrupt();
                } else {
                    break;
                }
                input.consume(1);
            }
            return script.onInput(input, output);
        }

        @Override
        public void onClose() {
            connection.loop().timers().cancel(deadline);
        }
    }

    /** A session that counts how often it is told of its end. */
    private static final class Closings implements Session {
        private final Session session;
        private final AtomicInteger count = new AtomicInteger();

        Closings(Session session) {
            this.session = session;
        }

        int count() {
            return count.get();
        }

        @Override
        public Turn onInput(InputBuffer input, OutputBuffer output) {
            return session.onInput(input, output);
        }

        @Override
        public Turn onEndOfInput(InputBuffer input, OutputBuffer output) {
            return session.onEndOfInput(input, output);
        }

        @Override
        public void onClose() {
            count.incrementAndGet();
            session.onClose();
        }
    }
}
