package org.mainmemory.memcache.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The few keys that all requests are about, so that they meet. */
final class Keys {

    /** In the place of a key's number: a key that a reply did not tell. */
    static final int UNTOLD = 0xFF;

    private static final List<String> ALL =
            List.of("a", "b", "c", "n", "m", "foo", "key:1", "key:2", "t\tb", "\u00e9\u0001", "k".repeat(250));
    private static final Map<String, Integer> NUMBERS = new HashMap<>();

    static {
        for (int i = 0; i < ALL.size(); i++) {
            NUMBERS.put(ALL.get(i), i);
            NUMBERS.put(base64(i), i);
        }
    }

    private Keys() {
    }

    /** How many there are. */
    static int count() {
        return ALL.size();
    }

    /** A key's bytes. */
    static String name(int key) {
        return key == UNTOLD ? "any" : ALL.get(key);
    }

    /** A key as the meta protocol's flag b has it. */
    static String base64(int key) {
        return Base64.getEncoder().encodeToString(name(key).getBytes(ISO_8859_1));
    }

    /** The number of a key in either spelling, else {@link #UNTOLD}. */
    static int number(String spelt) {
        return NUMBERS.getOrDefault(spelt, UNTOLD);
    }
}
