package org.mainmemory.server.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {

    private final Payload payload = new Payload("key-", ValueSizes.parse("10-2000"), 7);

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 1_000_000_007, Long.MAX_VALUE})
    void aKeyIsThePrefixAndTheNumber(long key) {
        ByteBuffer out = ByteBuffer.allocate(100);
        payload.putKey(out, key);
        assertEquals("key-" + key, new String(out.array(), 0, out.position(), US_ASCII));
    }

    @Test
    void everyPieceOfAValueMatchesAtItsPlaceAndNowhereElse() {
        for (long key = 0; key < 100; key++) {
            ByteBuffer value = value(payload, key);
            int half = value.remaining() / 2;
            assertTrue(payload.matches(value.slice(0, half), key, 0));
            assertTrue(payload.matches(value.slice(half, value.remaining() - half), key, half));
            assertFalse(payload.matches(value.slice(half, value.remaining() - half), key, half - 1));
            assertFalse(payload.matches(value, key + 1, 0));
        }
    }

    @Test
    void oneWrongByteIsSeen() {
        ByteBuffer value = value(payload, 5);
        for (int at = 0; at < value.remaining(); at++) {
            value.put(at, (byte) (value.get(at) + 1));
            assertFalse(payload.matches(value, 5, 0), "byte " + at);
            value.put(at, (byte) (value.get(at) - 1));
        }
    }

    @Test
    void theSameSeedMakesTheSameValues() {
        assertEquals(value(payload, 3), value(new Payload("other-", ValueSizes.parse("10-2000"), 7), 3));
        assertFalse(value(payload, 3).equals(value(new Payload("key-", ValueSizes.parse("10-2000"), 8), 3)));
        assertEquals(payload.flags(3), new Payload("key-", ValueSizes.parse("10-2000"), 7).flags(3));
    }

    private static ByteBuffer value(Payload payload, long key) {
        ByteBuffer value = ByteBuffer.allocate(3000);
        payload.putValue(value, key);
        assertEquals(payload.length(key), value.position());
        return value.flip();
    }
}
