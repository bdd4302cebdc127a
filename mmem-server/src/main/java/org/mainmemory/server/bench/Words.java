package org.mainmemory.server.bench;

import java.nio.charset.StandardCharsets;
import org.mainmemory.core.memory.InputBuffer;

/** Words and numbers in a line of a reply. A cursor; one thread. */
final class Words {

    private static final int MOST_DIGITS = 10;

    private int cursor;

    /** Where the next word begins. */
    int cursor() {
        return cursor;
    }

    void moveTo(int index) {
        cursor = index;
    }

    /** The end of the word at the cursor: a blank, or the line's {@code end}. */
    int wordEnd(InputBuffer in, int end) {
        int at = cursor;
        while (at < end && in.byteAt(at) != ' ') {
            at++;
        }
        return at;
    }

    /** The number at the cursor, which moves past the blank behind it; -1 if none is there. */
    long takeNumber(InputBuffer in, int end) {
        long number = 0;
        int start = cursor;
        while (cursor < end && in.byteAt(cursor) != ' ') {
            int digit = in.byteAt(cursor++) - '0';
            if (digit < 0 || digit > 9 || cursor - start > MOST_DIGITS) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return cursor++ == start ? -1 : number;
    }

    /** Whether the cursor has moved past the {@code end} of the line, and no blank is left over. */
    boolean isPast(int end) {
        return cursor == end + 1;
    }

    /** Whether the window up to {@code end} is {@code word}. */
    static boolean is(byte[] word, InputBuffer in, int end) {
        return end - in.start() == word.length && startsWith(word, in, in.start(), end);
    }

    /** Whether {@code word} lies at {@code from}, before {@code end}. */
    static boolean startsWith(byte[] word, InputBuffer in, int from, int end) {
        if (end - from < word.length) {
            return false;
        }
        for (int at = 0; at < word.length; at++) {
            if (in.byteAt(from + at) != word[at]) {
                return false;
            }
        }
        return true;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
