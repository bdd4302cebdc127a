package org.mainmemory.memcache.protocol.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.memcache.command.Opcode;

/** Lines whose end has not come: the rule of 2048 bytes and what get is spared of it. */
class LongLineTest {

    private final Decoding decoding = new Decoding(8192);

    @Test
    void everyBeginningOfALineNeedsMore() {
        String line = "cas some-key 1 2 3 4\r\n";
        for (int cut = 0; cut < line.length(); cut++) {
            assertEquals(Decoded.NEED_MORE, decoding.decodeAt(cut, line.substring(0, cut)), "cut at " + cut);
        }
        assertEquals(Decoded.VALUE, decoding.decode(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "get\t", "gat 0 ", "gats 0 ", "mg ", "getk", "set "})
    void moreThan2048BytesWithoutAnEndHangUp(String verb) {
        assertEquals(Decoded.NEED_MORE, decoding.decode(verb + "x".repeat(2048 - verb.length())));
        assertEquals(Decoded.HANG_UP, decoding.decode(verb + "x".repeat(2049 - verb.length())));
    }

    @Test
    void aLongLineThatCameWithItsEndIsAnsweredNormally() {
        assertEquals(Decoded.COMMAND, decoding.decode("delete k " + "x".repeat(3000) + "\r\n"));
        assertEquals(Decoded.REJECTED, decoding.decode("y".repeat(3000) + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get ", "gets "})
    void getMayBeLonger(String verb) {
        assertEquals(Decoded.NEED_MORE, decoding.decode(verb + "a ".repeat(2000)));
        decoding.append("last\r\n");
        assertEquals(Decoded.KEYS, decoding.decoder.decode(decoding.in, decoding.command, verb.length() + 4000));
        assertEquals(2001, decoding.keys().size());
    }

    @Test
    void theSearchForTheEndGoesOnWhereItStopped() {
        decoding.decode("get \n" + "a".repeat(20));
        decoding.append("b\n");
        decoding.decoder.decode(decoding.in, decoding.command, 25);
        assertEquals(27, decoding.decoder.next());
    }

    @Test
    void aFullWindowBeginsAnEndlessRetrieval() {
        Decoding small = new Decoding(4096);
        assertEquals(Decoded.NEED_MORE, small.decode("get " + "k".repeat(4091)));
        assertEquals(Decoded.ENDLESS_KEYS, small.decode("get " + "k".repeat(4092)));
        assertEquals(Opcode.GET, small.command.opcode);
        assertEquals(4, small.decoder.keysStart());
        assertEquals(Decoded.ENDLESS_KEYS, small.decode("gets a " + "k".repeat(4089)));
        assertEquals(Opcode.GETS, small.command.opcode);
        assertEquals(5, small.decoder.keysStart());
    }

    @Test
    void spacesBeforeALongGet() {
        Decoding small = new Decoding(4096);
        String keys = "k".repeat(2500);
        assertEquals(Decoded.NEED_MORE, small.decode(" ".repeat(100) + "get " + keys));
        assertEquals(Decoded.HANG_UP, small.decode(" ".repeat(101) + "get " + keys));
        assertEquals(Decoded.ENDLESS_REJECTED, small.decode("  get " + "k".repeat(4090)));
        assertEquals(TextError.UNKNOWN, small.decoder.error());
        assertEquals(Decoded.REJECTED, small.decode("  get " + keys + "\r\n"));
        assertEquals(List.of("a"), keysOf(small, "get a\n"));
    }

    private static List<String> keysOf(Decoding decoding, String line) {
        decoding.decode(line);
        return decoding.keys();
    }
}
