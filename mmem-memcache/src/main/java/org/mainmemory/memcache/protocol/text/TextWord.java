package org.mainmemory.memcache.protocol.text;

import org.mainmemory.core.memory.InputBuffer;

/**
 * Up to eight bytes of text as one number, the first byte lowest: words are compared at one go. Stateless.
 */
final class TextWord {

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long SPACES = ' ' * ONES;

    private TextWord() {
    }

    /** The word that spells {@code text}, which has 1 to 8 ASCII characters. */
    static long of(String text) {
        long word = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            word = word << Byte.SIZE | text.charAt(i);
        }
        return word;
    }

    /** The word of the {@code length} (1 to 8) bytes at {@code index}. */
    static long at(InputBuffer in, int index, int length) {
        return in.longAt(index) & (-1L >>> (Long.SIZE - Byte.SIZE * length));
    }

    /** The high bit of the lowest byte in {@code word} that is a space is set; higher bytes may be marked falsely. */
    static long spacesIn(long word) {
        long difference = word ^ SPACES;
        return difference - ONES & ~difference & HIGHS;
    }
}
