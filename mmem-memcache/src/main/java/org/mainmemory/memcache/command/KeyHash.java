package org.mainmemory.memcache.command;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * A 64-bit hash of a key, eight bytes a step, different in each process so that nobody can choose keys that collide;
 * only a process that goes on with the items of an earlier one {@linkplain #adopt adopts} that one's.
 *
 * <p>The step is the 64x64 to 128 bit multiply-and-fold of wyhash (Wang Yi, public domain). Any thread.
 */
public final class KeyHash {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long P0 = 0xa0761d6478bd642fL;
    private static final long P1 = 0xe7037ed1a0b428dbL;
    private static @Nullable Seeds chosen;

    /** What makes the hash another one. */
    private record Seeds(long seed, long factor) {

        private static final Path SYSTEM_RANDOM = Path.of("/dev/urandom");

        /**
         * Seeds that nobody can know. The system is asked for them directly: a SecureRandom asks it as well, but takes
         * some ten milliseconds to come to that, while the first request waits.
         */
        static Seeds unpredictable() {
            try (InputStream random = Files.newInputStream(SYSTEM_RANDOM)) {
                ByteBuffer bytes = ByteBuffer.wrap(random.readNBytes(2 * Long.BYTES));
                return new Seeds(bytes.getLong(), bytes.getLong() | 1);
            } catch (IOException | BufferUnderflowException notThere) {
                SecureRandom random = new SecureRandom();
                return new Seeds(random.nextLong(), random.nextLong() | 1);
            }
        }
    }

    /** The seeds from the first hash on: constants for the JIT compiler. */
    private static final class Used {
        private static final long SEED;
        private static final long FACTOR;

        static {
            Seeds seeds = choose(Seeds.unpredictable());
            SEED = seeds.seed;
            FACTOR = seeds.factor;
        }
    }

    private KeyHash() {
    }

    /**
     * Hashes as another process did, whose {@link #seed()} and {@link #factor()} these are.
     *
     * @return false if it is too late for that: this process hashes otherwise already
     */
    public static boolean adopt(long seed, long factor) {
        Seeds wanted = new Seeds(seed, factor);
        return choose(wanted).equals(wanted);
    }

    private static synchronized Seeds choose(Seeds wanted) {
        Seeds seeds = chosen == null ? wanted : chosen;
        chosen = seeds;
        return seeds;
    }

    /** The first half of what {@link #adopt} takes. */
    public static long seed() {
        return Used.SEED;
    }

    /** The second half of what {@link #adopt} takes. */
    public static long factor() {
        return Used.FACTOR;
    }

    /** The hash of {@code length} bytes at {@code offset}; reads no byte outside them. */
    public static long of(MemorySegment bytes, long offset, int length) {
        if (length < Long.BYTES) {
            return finish(Used.SEED ^ length, shortKey(bytes, offset, length));
        }
        long hash = Used.SEED ^ length;
        long last = offset + length - Long.BYTES;
        for (long at = offset; at < last; at += Long.BYTES) {
            hash = fold(hash ^ bytes.get(LONG, at), P0);
        }
        return finish(hash, bytes.get(LONG, last));
    }

    /** Mixes in the last eight bytes, of which {@link #of} may have seen some already. */
    private static long finish(long hash, long word) {
        return fold(fold(hash ^ word, P1), Used.FACTOR);
    }

    /** All of 0 to 7 bytes as one word; two overlapping reads where that saves a loop. */
    private static long shortKey(MemorySegment bytes, long at, int length) {
        if (length >= Integer.BYTES) {
            long low = bytes.get(INT, at) & 0xFFFF_FFFFL;
            long high = bytes.get(INT, at + length - Integer.BYTES) & 0xFFFF_FFFFL;
            return low | high << Integer.SIZE;
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word = (word << Byte.SIZE) | (bytes.get(ValueLayout.JAVA_BYTE, at + i) & 0xFFL);
        }
        return word;
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
