package org.mainmemory.memcache.session;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.mainmemory.core.memory.OutputBuffer;

/** Keys as log lines and dumps spell them: bytes that have no meaning in a URI as they are, others as {@code %XX}. */
final class UriKey {

    private static final String DIGITS = "0123456789ABCDEF";

    private UriKey() {
    }

    /** Appends a key to {@code out}: at most three bytes for each of its own. */
    static void put(MemorySegment memory, long offset, int length, OutputBuffer out) {
        for (int i = 0; i < length; i++) {
            int b = memory.get(ValueLayout.JAVA_BYTE, offset + i) & 0xFF;
            if (isPlain(b)) {
                out.putByte((byte) b);
            } else {
                out.putByte((byte) '%');
                out.putByte((byte) DIGITS.charAt(b >>> 4));
                out.putByte((byte) DIGITS.charAt(b & 0xF));
            }
        }
    }

    /** Appends a key to {@code text}. */
    static void append(MemorySegment memory, long offset, int length, StringBuilder text) {
        for (int i = 0; i < length; i++) {
            int b = memory.get(ValueLayout.JAVA_BYTE, offset + i) & 0xFF;
            if (isPlain(b)) {
                text.append((char) b);
            } else {
                text.append('%').append(DIGITS.charAt(b >>> 4)).append(DIGITS.charAt(b & 0xF));
            }
        }
    }

    private static boolean isPlain(int b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9')
                || b == '-' || b == '.' || b == '_' || b == '~';
    }
}
