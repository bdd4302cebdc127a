package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;

/**
 * What a loop's thread allocates on the heap while it reads, runs sessions, writes, sleeps and wakes: nothing.
 *
 * <p>Series of rounds are measured until one is clean. The first are not: classes are linked, and code that the JVM
 * gives up while it runs brings objects to the heap that it had optimised away. What allocates in every turn, or in
 * every thousandth, has no clean series.
 */
@Timeout(120)
class AllocationIT {

    private static final int ROUNDS = 10_000;
    private static final int MOST_SERIES = 12;
    private static final String PIPELINE = "a line\n".repeat(50);

    @Test
    void aTurnAllocatesNothing() throws Exception {
        assertAllocatesNothing(LineEcho::new);
    }

    @Test
    void aFibersWaitAllocatesNothing() throws Exception {
        assertAllocatesNothing(FiberProtocol.of(connection -> {
            for (int length = connection.awaitLine(); length > 0; length = connection.awaitLine()) {
                connection.writeInput(length);
            }
        }));
    }

    private static void assertAllocatesNothing(Protocol protocol) throws Exception {
        List<Client> clients = new ArrayList<>();
        try (TestServer server = new TestServer(1, protocol)) {
            for (int i = 0; i < 4; i++) {
                clients.add(server.connect());
            }
            EventLoop loop = server.loops().loop(0);
            Allocated allocated = new Allocated();
            Ticker ticker = new Ticker(loop);
            loop.post(ticker);
            List<Long> bytes = new ArrayList<>();
            do {
                long before = allocated.measure(loop);
                talk(clients, ROUNDS);
                bytes.add(allocated.measure(loop) - before);
            } while (bytes.getLast() > 0 && bytes.size() < MOST_SERIES);
            assertTrue(ticker.ticks > 0);
            assertEquals(0, bytes.getLast(), "bytes in each series of " + ROUNDS + " rounds: " + bytes);
            long before = allocated.measure(loop);
            try (Client another = server.connect()) {
                another.echo("a line\n");
            }
            assertTrue(allocated.measure(loop) > before, "a connection does allocate: the meter works");
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    /** From one peer; each change of peer brings an address to the heap. */
    @Test
    void aDatagramAllocatesNothing() throws Exception {
        DatagramProtocol echo = port -> (datagram, output) ->
                output.putBytes(datagram.bytes(), datagram.start(), datagram.length());
        try (UdpServer server = new UdpServer(1, echo);
                UdpClient client = server.client();
                UdpClient other = server.client()) {
            EventLoop loop = server.loops().loop(0);
            Allocated allocated = new Allocated();
            List<Long> bytes = new ArrayList<>();
            do {
                long before = allocated.measure(loop);
                exchange(ROUNDS, client, client);
                bytes.add(allocated.measure(loop) - before);
            } while (bytes.getLast() > 0 && bytes.size() < MOST_SERIES);
            assertEquals(0, bytes.getLast(), "bytes in each series of " + ROUNDS + " datagrams: " + bytes);
            long before = allocated.measure(loop);
            exchange(ROUNDS, client, other);
            long each = (allocated.measure(loop) - before) / ROUNDS;
            assertTrue(each > 0 && each < 200, each + " bytes each, from two peers in turn");
        }
    }

    private static void exchange(int rounds, UdpClient first, UdpClient second) throws IOException {
        for (int i = 0; i < rounds; i++) {
            UdpClient client = i % 2 == 0 ? first : second;
            client.send("a datagram");
            client.expect("a datagram");
        }
    }

    private static void talk(List<Client> clients, int rounds) throws IOException {
        for (int i = 0; i < rounds; i++) {
            Client client = clients.get(i % clients.size());
            client.echo("a line\n");
            client.send("half of");
            client.send(" a line\n");
            client.expect("half of a line\n");
            client.echo(PIPELINE);
        }
    }

    /** Arms its timer again and again. */
    private static final class Ticker extends Task {
        private final EventLoop loop;
        private final Timer timer = new Timer(this);
        private int ticks;

        Ticker(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public Step run() {
            ticks++;
            loop.timers().arm(timer, loop.nowNanos() + 1_000_000);
            return Step.PARKED;
        }
    }

    /** Bytes that the loop's thread has allocated so far, as it tells itself. */
    private static final class Allocated extends Task {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final Semaphore told = new Semaphore(0);
        private long bytes;

        long measure(EventLoop loop) {
            loop.post(this);
            told.acquireUninterruptibly();
            return bytes;
        }

        @Override
        public Step run() {
            bytes = threads.getCurrentThreadAllocatedBytes();
            told.release();
            return Step.DONE;
        }
    }
}
