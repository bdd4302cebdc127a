package org.mainmemory.memcache.protocol.text;

import org.mainmemory.core.memory.InputBuffer;

/**
 * Where the words of a line lie: a reused list of index pairs into the input window.
 *
 * <p>Only the space byte separates words; runs of spaces count as one. At most {@value #MAX} words are kept, as in
 * memcached: what follows them is not looked at.
 */
public final class Tokens {

    /** Most words kept. */
    public static final int MAX = 23;

    private static final byte SPACE = ' ';
    private static final long HIGHS = 0x8080808080808080L;
    /** The first byte that is no blank, in each byte of a word. */
    private static final long BEHIND_BLANKS = 0x2121212121212121L;
    /** {@code noreply} as a little-endian word of seven bytes. */
    private static final long NOREPLY = TextWord.of("noreply");
    /** {@code HTTP/} as a little-endian word of five bytes. */
    private static final long HTTP = TextWord.of("HTTP/");

    private final int[] starts = new int[MAX];
    private final int[] ends = new int[MAX];
    private int count;

    /** Finds the words in {@code [from, to)} of {@code in}. */
    public void scan(InputBuffer in, int from, int to) {
        count = 0;
        int at = skipSpaces(in, from, to);
        while (at < to && count < MAX) {
            int end = spaceOrEnd(in, at, to);
            starts[count] = at;
            ends[count] = end;
            count++;
            at = skipSpaces(in, end, to);
        }
    }

    /** Words found. */
    public int count() {
        return count;
    }

    /** Index of the first byte of a word. */
    public int start(int token) {
        return starts[token];
    }

    /** Index behind the last byte of a word. */
    public int end(int token) {
        return ends[token];
    }

    /** Bytes of a word. */
    public int length(int token) {
        return ends[token] - starts[token];
    }

    /** A word of at most eight bytes as a {@link TextWord}, 0 if it is longer or ends in a NUL. */
    long word(InputBuffer in, int token) {
        return word(in, starts[token], length(token));
    }

    /** See {@link #word(InputBuffer, int)}; the word of {@code length} bytes at {@code at}, at least one. */
    static long word(InputBuffer in, int at, int length) {
        return length > Long.BYTES || in.byteAt(at + length - 1) == 0 ? 0 : TextWord.at(in, at, length);
    }

    /** A word as a string, a character a byte. */
    String text(InputBuffer in, int token) {
        char[] text = new char[length(token)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) (in.byteAt(starts[token] + i) & 0xFF);
        }
        return new String(text);
    }

    /** Whether the last word is {@code noreply}. */
    boolean endInNoreply(InputBuffer in) {
        return count > 0 && word(in, count - 1) == NOREPLY;
    }

    /** Whether there are words behind the verb and the last of them begins with {@code HTTP/}. */
    boolean endInHttp(InputBuffer in) {
        return count > 1 && length(count - 1) >= 5 && TextWord.at(in, starts[count - 1], 5) == HTTP;
    }

    /** Whether a word is the beginning of {@code whole}, or all of it. */
    boolean isPrefix(InputBuffer in, int token, String whole) {
        int length = length(token);
        if (length > whole.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (in.byteAt(starts[token] + i) != whole.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Index of the first byte in {@code [from, to)} that is a space or a control character, or {@code to}. */
    static int blankOrEnd(InputBuffer in, int from, int to) {
        for (int at = from; at < to; at += Long.BYTES) {
            long word = in.longAt(at);
            long blanks = (word - BEHIND_BLANKS) & ~word & HIGHS;
            if (blanks != 0) {
                return Math.min(to, at + (Long.numberOfTrailingZeros(blanks) >>> 3));
            }
        }
        return to;
    }

    /** Index of the first byte in {@code [from, to)} that is no space, or {@code to}. */
    static int skipSpaces(InputBuffer in, int from, int to) {
        int at = from;
        while (at < to && in.byteAt(at) == SPACE) {
            at++;
        }
        return at;
    }

    /** Index of the first space in {@code [from, to)}, or {@code to}. */
    static int spaceOrEnd(InputBuffer in, int from, int to) {
        for (int at = from; at < to; at += Long.BYTES) {
            long spaces = TextWord.spacesIn(in.longAt(at));
            if (spaces != 0) {
                return Math.min(to, at + (Long.numberOfTrailingZeros(spaces) >>> 3));
            }
        }
        return to;
    }
}
