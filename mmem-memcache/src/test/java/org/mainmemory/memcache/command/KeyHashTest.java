package org.mainmemory.memcache.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The hash looks at all of the key and at nothing else, and every part of it is as good as random. */
class KeyHashTest {

    private static final int KEYS = 1 << 16;

    @Test
    void readsNothingOutsideTheKey() {
        Random random = new Random(1);
        for (int length = 1; length <= Command.MAX_KEY_LENGTH; length++) {
            byte[] exact = new byte[length];
            random.nextBytes(exact);
            byte[] padded = new byte[length + 20];
            random.nextBytes(padded);
            System.arraycopy(exact, 0, padded, 7, length);
            long hash = KeyHash.of(MemorySegment.ofArray(exact), 0, length);
            assertEquals(hash, KeyHash.of(MemorySegment.ofArray(padded), 7, length));
        }
    }

    @Test
    void everyByteCounts() {
        for (int length = 1; length <= 40; length++) {
            byte[] key = new byte[length];
            long hash = KeyHash.of(MemorySegment.ofArray(key), 0, length);
            for (int i = 0; i < length; i++) {
                key[i] = 1;
                assertNotEquals(hash, KeyHash.of(MemorySegment.ofArray(key), 0, length));
                key[i] = 0;
            }
        }
    }

    @Test
    void keysOfZeroesDifferByLength() {
        Set<Long> hashes = new HashSet<>();
        for (int length = 1; length <= Command.MAX_KEY_LENGTH; length++) {
            assertTrue(hashes.add(KeyHash.of(MemorySegment.ofArray(new byte[length]), 0, length)));
        }
    }

    @Test
    void likeKeysSpreadEvenlyOverTheBitsThatChoose() {
        for (String name : new String[] {"k%d", "key:%08d", "user:%d:session", "%d"}) {
            spread(name, 0, 10);
            spread(name, 10, 12);
            spread(name, 24, 10);
            spread(name, 40, 12);
            spread(name, 60, 4);
        }
    }

    /** The chi-square of the keys over the values of some bits of their hashes is near its mean. */
    private static void spread(String name, int shift, int bits) {
        int[] counts = new int[1 << bits];
        for (int i = 0; i < KEYS; i++) {
            byte[] key = String.format(name, i).getBytes(US_ASCII);
            counts[(int) (KeyHash.of(MemorySegment.ofArray(key), 0, key.length) >>> shift) & (1 << bits) - 1]++;
        }
        double expected = (double) KEYS / counts.length;
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        double degrees = counts.length - 1;
        double bound = degrees + 8 * Math.sqrt(2 * degrees);
        assertTrue(chiSquare < bound, name + " at " + shift + ": " + chiSquare + ", expected about " + degrees);
    }
}
