package org.mainmemory.memcache.session;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Network addresses as C's {@code inet_ntop} writes them, and so memcached: without scope, zeroes cut out. */
final class AddressText {

    private static final int WORDS = 8;

    private AddressText() {
    }

    static String of(InetAddress address) {
        return address instanceof Inet6Address six ? shortened(six.getAddress()) : address.getHostAddress();
    }

    /** The longest run of two or more words that are 0, the first of those as long, becomes two colons. */
    private static String shortened(byte[] bytes) {
        int best = 0;
        int bestLength = 1;
        for (int start = 0; start < WORDS; start++) {
            int end = start;
            while (end < WORDS && word(bytes, end) == 0) {
                end++;
            }
            if (end - start > bestLength) {
                best = start;
                bestLength = end - start;
            }
        }
        if (bestLength < 2) {
            return words(bytes, 0, WORDS);
        }
        return words(bytes, 0, best) + "::" + words(bytes, best + bestLength, WORDS);
    }

    private static String words(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(word(bytes, i)));
        }
        return text.toString();
    }

    private static int word(byte[] bytes, int index) {
        return (bytes[2 * index] & 0xFF) << Byte.SIZE | (bytes[2 * index + 1] & 0xFF);
    }
}
