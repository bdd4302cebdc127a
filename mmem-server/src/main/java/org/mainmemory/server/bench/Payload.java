package org.mainmemory.server.bench;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.mainmemory.core.memory.AsciiNumbers;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

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
    private final byte[] pattern;
    private final MemorySegment patternBytes;

    Payload(String keyPrefix, ValueSizes sizes, long seed) {
        this.prefix = keyPrefix.getBytes(StandardCharsets.US_ASCII);
        this.sizes = sizes;
        this.seed = seed;
        this.pattern = new byte[STARTS + sizes.largest()];
        this.patternBytes = MemorySegment.ofArray(pattern);
        SplittableRandom random = new SplittableRandom(seed);
        for (int at = 0; at < pattern.length; at++) {
            pattern[at] = (byte) random.nextInt('!', '~' + 1);
        }
    }

    /** Appends the key of number {@code key}. */
    void putKey(OutputBuffer out, long key) {
        out.putBytes(prefix);
        out.putUnsigned(key);
    }

    /** Bytes of that key. */
    int keyLength(long key) {
        return prefix.length + AsciiNumbers.unsignedLength(key);
    }

    /** Whether the {@code length} bytes at {@code from} are that key. */
    boolean isKey(InputBuffer in, int from, int length, long key) {
        if (length != keyLength(key)) {
            return false;
        }
        for (int at = 0; at < prefix.length; at++) {
            if (in.byteAt(from + at) != prefix[at]) {
                return false;
            }
        }
        long rest = key;
        for (int at = from + length - 1; at >= from + prefix.length; at--) {
            if (in.byteAt(at) != '0' + rest % 10) {
                return false;
            }
            rest /= 10;
        }
        return true;
    }

    /** The flags stored with the value: 0 to 65535. */
    int flags(long key) {
        return (int) (hash(key) >>> 48);
    }

    /** Bytes of the value. */
    int length(long key) {
        return sizes.of(hash(key));
    }

    /** Appends {@code length} bytes of the value from {@code at}. */
    void putValue(OutputBuffer out, long key, int at, int length) {
        out.putBytes(pattern, start(key) + at, length);
    }

    /** Whether the {@code length} bytes at {@code from} are the piece of the value that starts at {@code at}. */
    boolean matches(InputBuffer in, int from, int length, long key, int at) {
        int start = start(key) + at;
        return MemorySegment.mismatch(in.bytes(), from, from + length, patternBytes, start, start + length) < 0;
    }

    /** Bytes of the longest value. */
    int longestValue() {
        return sizes.largest();
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
