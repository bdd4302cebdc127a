package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines between two threads. */
class LogRingTest {

    private static final int LONGEST = LoopLog.MAX_LINE;
    private static final int HEADER = 4;

    private final byte[] target = new byte[LONGEST];

    @Test
    void takesWhatItHasRoomForAndNoMore() {
        LogRing ring = new LogRing(3 * LogRing.PIECE);
        byte[] line = new byte[LONGEST];
        for (int turn = 0; turn < 3; turn++) {
            int lines = 0;
            while (ring.offer(line, LONGEST, 1)) {
                lines++;
            }
            assertEquals(3 * LogRing.PIECE / (LONGEST + HEADER), lines);
            assertFalse(ring.hasRoom(LONGEST / 2, LONGEST / 2));
            for (int i = 0; i < lines; i++) {
                assertEquals(LONGEST, ring.poll(target));
            }
            assertTrue(ring.isEmpty());
            assertEquals(-1, ring.poll(target));
        }
    }

    @Test
    void costsNothingThatIsNotUsed() {
        for (int i = 0; i < 100; i++) {
            assertTrue(new LogRing(Integer.MAX_VALUE).offer(target, 1, 1));
        }
    }

    @Test
    @Timeout(60)
    void linesArriveWholeAndInOrder() throws InterruptedException {
        LogRing ring = new LogRing(5 * LogRing.PIECE);
        int lines = 20_000;
        Thread offerer = Thread.ofPlatform().start(() -> {
            Random random = new Random(1);
            for (int i = 0; i < lines; i++) {
                byte[] line = line(i, random);
                while (!ring.offer(line, line.length, i & 0xFFFF)) {
                    LockSupport.parkNanos(1_000);
                }
            }
        });
        Random random = new Random(1);
        for (int i = 0; i < lines; i++) {
            int length = ring.poll(target);
            while (length < 0) {
                LockSupport.parkNanos(1_000);
                length = ring.poll(target);
            }
            assertEquals(i & 0xFFFF, ring.kind());
            assertArrayEquals(line(i, random), Arrays.copyOf(target, length));
        }
        offerer.join();
    }

    private static byte[] line(int number, Random random) {
        byte[] line = new byte[random.nextInt(LONGEST)];
        Arrays.fill(line, (byte) number);
        return line;
    }
}
