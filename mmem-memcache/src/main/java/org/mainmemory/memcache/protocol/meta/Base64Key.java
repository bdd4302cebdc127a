package org.mainmemory.memcache.protocol.meta;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

/**
 * Keys that are no text, as base64 (RFC 4648, section 4). Stateless; any thread.
 *
 * <p>Reading is as lenient as memcached's: bytes outside the alphabet are passed over, the others must come in fours,
 * and what follows the first four that are padded is not looked at. Writing always pads.
 */
public final class Base64Key {

    private static final byte[] LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(US_ASCII);
    private static final byte FOREIGN = -1;
    private static final char PAD = '=';
    private static final int GROUP = 4;
    private static final byte[] SIXES = sixes();

    private Base64Key() {
    }

    private static byte[] sixes() {
        byte[] sixes = new byte[1 << Byte.SIZE];
        Arrays.fill(sixes, FOREIGN);
        for (int i = 0; i < LETTERS.length; i++) {
            sixes[LETTERS[i]] = (byte) i;
        }
        sixes[PAD] = 0;
        return sixes;
    }

    /**
     * Decodes {@code [start, end)} of {@code in} into the beginning of {@code target}, which has room for three bytes
     * for every four.
     *
     * @return bytes written, 0 if that is no base64
     */
    static int decode(InputBuffer in, int start, int end, MemorySegment target) {
        if (!comesInGroups(in, start, end)) {
            return 0;
        }
        int length = 0;
        int bits = 0;
        int count = 0;
        int pads = 0;
        for (int at = start; at < end && (count > 0 || pads == 0); at++) {
            int six = SIXES[in.byteAt(at) & 0xFF];
            if (six == FOREIGN) {
                continue;
            }
            pads += in.byteAt(at) == PAD ? 1 : 0;
            bits = bits << 6 | six;
            if (++count == GROUP) {
                put(target, length, bits);
                length += 3;
                count = 0;
            }
        }
        return pads > 2 ? 0 : length - pads;
    }

    private static boolean comesInGroups(InputBuffer in, int start, int end) {
        int count = 0;
        for (int at = start; at < end; at++) {
            if (SIXES[in.byteAt(at) & 0xFF] != FOREIGN) {
                count++;
            }
        }
        return count > 0 && count % GROUP == 0;
    }

    private static void put(MemorySegment target, int at, int bits) {
        target.set(ValueLayout.JAVA_BYTE, at, (byte) (bits >>> 16));
        target.set(ValueLayout.JAVA_BYTE, at + 1, (byte) (bits >>> 8));
        target.set(ValueLayout.JAVA_BYTE, at + 2, (byte) bits);
    }

    /** Appends {@code length} bytes of {@code source} as base64. */
    public static void encode(MemorySegment source, long offset, int length, OutputBuffer out) {
        long at = offset;
        int rest = length;
        while (rest > 0) {
            int bytes = Math.min(rest, 3);
            out.putWord(group(source, at, bytes), GROUP);
            at += bytes;
            rest -= bytes;
        }
    }

    private static int group(MemorySegment source, long at, int bytes) {
        int bits = byteAt(source, at) << 16
                | (bytes > 1 ? byteAt(source, at + 1) << 8 : 0)
                | (bytes > 2 ? byteAt(source, at + 2) : 0);
        int third = bytes > 1 ? LETTERS[bits >>> 6 & 63] : PAD;
        int fourth = bytes > 2 ? LETTERS[bits & 63] : PAD;
        return LETTERS[bits >>> 18] | LETTERS[bits >>> 12 & 63] << 8 | third << 16 | fourth << 24;
    }

    private static int byteAt(MemorySegment source, long at) {
        return source.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
    }
}
