package org.mainmemory.memcache.session;

import java.util.ArrayList;
import java.util.List;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.protocol.text.TextDecoder;

/**
 * An order to the server, in words. Cold: a new one for each.
 *
 * @param words the line, its verb included and a closing noreply not
 * @param connection who gives it
 * @param first whether no reply waits to be sent before its own
 * @param nowSeconds the clock
 */
record AdminLine(List<String> words, Connection connection, boolean first, int nowSeconds) {

    /** The line just decoded. */
    static AdminLine of(TextDecoder decoder, InputBuffer in, boolean noreply, Connection connection,
            boolean first, int nowSeconds) {
        int count = noreply ? decoder.words() - 1 : decoder.words();
        List<String> words = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            words.add(decoder.word(in, i));
        }
        return new AdminLine(words, connection, first, nowSeconds);
    }

    /** How many words there are, the verb included. */
    int size() {
        return words.size();
    }

    /** A word; the verb is word 0. */
    String word(int index) {
        return words.get(index);
    }

    /** Whether there is a word {@code index} and it is the beginning of {@code whole}, or all of it. */
    boolean says(int index, String whole) {
        return index < words.size() && whole.startsWith(words.get(index));
    }

    /** An unsigned 32-bit number as memcached reads it, -1 if the word is none. */
    long unsigned(int index) {
        String word = words.get(index);
        if (word.length() > 11 || !isDigits(word, 0)) {
            return -1;
        }
        long number = Long.parseLong(word);
        return number <= 0xFFFF_FFFFL ? number : -1;
    }

    /** A 32-bit number as memcached reads it, {@link Long#MIN_VALUE} if the word is none. */
    long signed(int index) {
        String word = words.get(index);
        if (word.length() > 11 || !isDigits(word, word.startsWith("-") ? 1 : 0)) {
            return Long.MIN_VALUE;
        }
        long number = Long.parseLong(word);
        return number == (int) number ? number : Long.MIN_VALUE;
    }

    /** A number with a fraction, {@link Double#NaN} if the word is none. */
    double fraction(int index) {
        try {
            return Double.parseDouble(words.get(index));
        } catch (NumberFormatException none) {
            return Double.NaN;
        }
    }

    private static boolean isDigits(String word, int from) {
        for (int i = from; i < word.length(); i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return false;
            }
        }
        return word.length() > from;
    }
}
