package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class BackPressureIT {

    private static final int TOTAL = 100 << 20;
    private static final byte[] PIECE = piece();

    /** A MiB of lines, of every length up to a few hundred bytes. */
    private static byte[] piece() {
        byte[] bytes = new byte[1 << 20];
        int length = 0;
        int left = 0;
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = left == 0 ? (byte) '\n' : (byte) ('a' + i % 26);
            if (left-- == 0) {
                length = (length + 1) % 400;
                left = length;
            }
        }
        bytes[bytes.length - 1] = '\n';
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aClientThatDoesNotReadIsNotReadFromAndHurtsNobody(int loops) throws Exception {
        try (TestServer server = new TestServer(loops, LineEcho::new);
                Client deaf = server.connect();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            AtomicLong sent = new AtomicLong();
            Future<?> sending = thread.submit(() -> {
                for (int i = 0; i < TOTAL / PIECE.length; i++) {
                    deaf.send(PIECE);
                    sent.addAndGet(PIECE.length);
                }
                return null;
            });
            server.awaitBlocked();
            othersGoOn(server, 2 * loops);
            assertTrue(server.borrowedBlocks() <= 2, "one block unread, one unsent");
            assertTrue(sent.get() < TOTAL && !sending.isDone());
            for (int i = 0; i < TOTAL / PIECE.length; i++) {
                assertEquals(-1, Arrays.mismatch(PIECE, deaf.receive(PIECE.length)));
            }
            sending.get();
            assertEquals(0, server.borrowedBlocks());
        }
    }

    /** Clients enough for each loop to have some. */
    private static void othersGoOn(TestServer server, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            try (Client other = server.connect()) {
                for (int round = 0; round < 100; round++) {
                    other.echo("hello\n");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aClientThatLeavesWithRepliesUnsentLeavesNothing(int loops) throws Exception {
        try (TestServer server = new TestServer(loops, LineEcho::new);
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Client deaf = server.connect();
            Future<?> sending = thread.submit(() -> {
                for (int i = 0; i < TOTAL / PIECE.length; i++) {
                    deaf.send(PIECE);
                }
                return null;
            });
            server.awaitBlocked();
            deaf.close();
            server.awaitConnections(0);
            assertEquals(0, server.borrowedBlocks());
            assertEquals(0, server.failures());
            assertThrows(ExecutionException.class, sending::get);
        }
    }
}
