package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

class PayloadTest {

    private final Payload payload = new Payload("key-", ValueSizes.parse("10-2000"), 7);

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 1_000_000_007, Long.MAX_VALUE})
    void aKeyIsThePrefixAndTheNumber(long key) {
        OutputBuffer out = new OutputBuffer(100);
        payload.putKey(out, key);
        assertEquals("key-" + key, Replies.text(out));
        assertEquals(out.length(), payload.keyLength(key));
    }

    @Test
    void aKeyIsKnownAmongOthers() {
        InputBuffer in = input(Replies.bytes("key-123key-12"));
        assertTrue(payload.isKey(in, 0, 7, 123));
        assertTrue(payload.isKey(in, 7, 6, 12));
        assertFalse(payload.isKey(in, 0, 6, 123));
        assertFalse(payload.isKey(in, 0, 7, 124));
        assertFalse(payload.isKey(in, 0, 7, 23));
        assertFalse(payload.isKey(in, 1, 7, 123));
    }

    @Test
    void everyPieceOfAValueMatchesAtItsPlaceAndNowhereElse() {
        for (long key = 0; key < 100; key++) {
            InputBuffer value = input(value(payload, key));
            int half = value.length() / 2;
            int rest = value.length() - half;
            assertTrue(payload.matches(value, 0, half, key, 0));
            assertTrue(payload.matches(value, half, rest, key, half));
            assertFalse(payload.matches(value, half, rest, key, half - 1));
            assertFalse(payload.matches(value, 0, half, key + 1, 0));
        }
    }

    @Test
    void aValueMayBeWrittenInPieces() {
        OutputBuffer out = new OutputBuffer(3000);
        int length = payload.length(5);
        payload.putValue(out, 5, 0, 3);
        payload.putValue(out, 5, 3, length - 3);
        assertArrayEquals(value(payload, 5), Replies.bytes(Replies.text(out)));
    }

    @Test
    void oneWrongByteIsSeen() {
        byte[] value = value(payload, 5);
        for (int at = 0; at < value.length; at++) {
            value[at]++;
            assertFalse(payload.matches(input(value), 0, value.length, 5, 0), "byte " + at);
            value[at]--;
        }
    }

    @Test
    void theSameSeedMakesTheSameValues() {
        assertArrayEquals(value(payload, 3), value(new Payload("other-", ValueSizes.parse("10-2000"), 7), 3));
        assertFalse(Arrays.equals(value(payload, 3), value(new Payload("key-", ValueSizes.parse("10-2000"), 8), 3)));
        assertEquals(payload.flags(3), new Payload("key-", ValueSizes.parse("10-2000"), 7).flags(3));
    }

    private static InputBuffer input(byte[] bytes) {
        InputBuffer in = new InputBuffer(3000);
        in.append(MemorySegment.ofArray(bytes), 0, bytes.length);
        return in;
    }

    private static byte[] value(Payload payload, long key) {
        OutputBuffer value = new OutputBuffer(3000);
        payload.putValue(value, key, 0, payload.length(key));
        return Replies.bytes(Replies.text(value));
    }
}
