package org.mainmemory.server.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * What belongs to the key of a number: its text, and the flags, length and bytes of its value. All of it follows from
 * the number and the seed, so that a reply can be checked without remembering what was stored. Immutable; any thread.
 */
final class Payload {

    /** Values start at one of so many places of one pattern, and so differ from key to key. */
    private static final int STARTS = 1 << 16;

    private final byte[] prefix;
    private final ValueSizes sizes;
    private final long seed;
    private final ByteBuffer pattern;

    Payload(String keyPrefix, ValueSizes sizes, long seed) {
        this.prefix = keyPrefix.getBytes(StandardCharsets.US_ASCII);
        this.sizes = sizes;
        this.seed = seed;
        byte[] bytes = new byte[STARTS + sizes.largest()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) random.nextInt('!', '~' + 1);
        }
        this.pattern = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** Appends the key of number {@code key}. */
    void putKey(ByteBuffer out, long key) {
        out.put(prefix);
        putNumber(out, key);
    }

    /** The flags stored with the value: 0 to 65535. */
    int flags(long key) {
        return (int) (hash(key) >>> 48);
    }

    /** Bytes of the value. */
    int length(long key) {
        return sizes.of(hash(key));
    }

    /** Appends the value's bytes. */
    void putValue(ByteBuffer out, long key) {
        int length = length(key);
        out.put(out.position(), pattern, start(key), length);
        out.position(out.position() + length);
    }

    /** Whether {@code in}, from its position to its limit, is the piece of the value that starts at {@code at}. */
    boolean matches(ByteBuffer in, long key, int at) {
        return in.mismatch(pattern.slice(start(key) + at, in.remaining())) < 0;
    }

    /** More bytes than any set makes, or any get of {@code keys} keys. */
    int longestRequest(int keys) {
        return sizes.largest() + 100 + keys * (prefix.length + 20);
    }

    /** Appends {@code number}, 0 or more, in decimal digits. */
    static void putNumber(ByteBuffer out, long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        int end = out.position() + digits;
        long rest = number;
        for (int at = end - 1; at >= end - digits; at--) {
            out.put(at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        out.position(end);
    }

    private int start(long key) {
        return (int) (hash(key) >>> 16) & (STARTS - 1);
    }

    /** SplitMix64's finaliser (Steele, Lea, Flood 2014). */
    private long hash(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L + seed;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
