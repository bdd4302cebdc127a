package org.mainmemory.memcache.protocol.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.KeyHash;

/** The guess is right for every command on one key, and harmless for anything else. */
class FirstKeyTest {

    private final InputBuffer in = new InputBuffer(512);

    @Test
    void itIsTheWordBehindTheVerb() {
        String[] rests = {"\r\n", "\n", " 0 0 5\r\nvalue\r\n", " other\r\nget more\r\n", "", " ", "  v\r\n"};
        for (String rest : rests) {
            for (String verb : new String[] {"get", "gets", "set", "prepend", "decr", "mg"}) {
                for (String key : new String[] {"k", "12345678", "\u00e9\u00ff", "x".repeat(17)}) {
                    assertEquals(hash(key), hashIn(verb + " " + key + rest), verb + key + rest);
                }
            }
        }
        assertEquals(hash("key"), hashIn("get   key\r\n"));
    }

    @Test
    void withoutASecondWordThereIsNone() {
        for (String line : new String[] {"", "get", "get ", "version\r\n", "get\r\nget k\r\n", "\r\n", "\n"}) {
            assertEquals(0, hashIn(line), line);
        }
    }

    @Test
    void ofAKeyThatIsTooLongItIsTheBeginning() {
        assertEquals(hash("k".repeat(Command.MAX_KEY_LENGTH)), hashIn("get " + "k".repeat(300)));
    }

    @Test
    void anyBytesWillDo() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] content = new byte[random.nextInt(40)];
            for (int at = 0; at < content.length; at++) {
                boolean any = random.nextBoolean();
                content[at] = (byte) (any ? random.nextInt(256) : "get \r\n!".charAt(random.nextInt(7)));
            }
            assertEquals(guess(content), hashIn(new String(content, ISO_8859_1)), "seed " + seed);
        }
    }

    /** The same, a byte at a time. */
    private static long guess(byte[] content) {
        int verbEnd = blankOrEnd(content, 0);
        int at = verbEnd;
        while (at < content.length && content[at] == ' ') {
            at++;
        }
        int end = blankOrEnd(content, at);
        boolean isKey = at > verbEnd && end > at;
        return isKey ? KeyHash.of(MemorySegment.ofArray(content), at, end - at) : 0;
    }

    private static int blankOrEnd(byte[] content, int from) {
        int at = from;
        while (at < content.length && (content[at] & 0xFF) > ' ') {
            at++;
        }
        return at;
    }

    private long hashIn(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        in.clear();
        in.append(MemorySegment.ofArray(new byte[3]), 0, 3);
        in.consume(3);
        in.append(MemorySegment.ofArray(bytes), 0, bytes.length);
        long hash = FirstKey.hash(in);
        assertEquals(bytes.length, in.length(), "nothing is consumed");
        return hash;
    }

    private static long hash(String key) {
        byte[] bytes = key.getBytes(ISO_8859_1);
        return KeyHash.of(MemorySegment.ofArray(bytes), 0, bytes.length);
    }
}
