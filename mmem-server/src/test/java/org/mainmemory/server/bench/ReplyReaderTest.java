package org.mainmemory.server.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {

    private static final String[] GETS = {"--ratio=0:1", "--keys=1", "--value-size=5", "--verify"};
    private static final String[] SETS = {"--fill", "--keys=1000"};

    private LoadSettings settings = Loads.settings(GETS);
    private Tally tally = new Tally();
    private Pending pending = new Pending(10, 1);
    private ReplyReader reader = new ReplyReader(settings, pending, tally);

    @Test
    void hitsAndMissesAreCountedWhereverTheBytesAreSplit() {
        String replies = hit() + "END\r\n" + "END\r\n" + hit() + "END\r\n";
        for (int split = 0; split <= replies.length(); split++) {
            ask(3, GETS);
            ByteBuffer in = ByteBuffer.allocate(1000);
            assertTrue(reader.read(in.put(ascii(replies.substring(0, split))).flip(), 0));
            in.compact();
            assertTrue(reader.read(in.put(ascii(replies.substring(split))).flip(), 0));
            assertEquals(0, in.remaining());
            assertEquals(0, pending.count());
            assertEquals(2, tally.hits);
            assertEquals(1, tally.misses);
            assertEquals(3, tally.requests);
            assertEquals(0, tally.errors, tally.firstError);
        }
    }

    @Test
    void setsAreStored() {
        ask(2, SETS);
        assertTrue(read("STORED\r\nSTORED\r\n"));
        assertEquals(2, tally.sets);
        assertEquals(0, tally.errors);
    }

    @Test
    void aServerErrorIsCountedAndTheNextReplyRead() {
        ask(2, SETS);
        assertTrue(read("SERVER_ERROR out of memory storing object\r\nSTORED\r\n"));
        assertEquals(1, tally.serverErrors);
        assertEquals(1, tally.errors);
        assertEquals("SERVER_ERROR out of memory storing object", tally.firstError);
        assertEquals(1, tally.sets);
        assertEquals(0, pending.count());
    }

    @Test
    void oneWrongByteOfAValueIsAnError() {
        ask(1, GETS);
        String hit = hit();
        int value = hit.indexOf('\n') + 1;
        assertTrue(read(hit.substring(0, value) + "....." + hit.substring(value + 5) + "END\r\n"));
        assertEquals(1, tally.errors);
        assertEquals("wrong bytes in the value of key number 0 from byte 0", tally.firstError);
    }

    @Test
    void latenciesCountFromTheStartOfTheRequest() {
        ask(1, SETS);
        assertTrue(reader.read(ByteBuffer.wrap(ascii("STORED\r\n")), 1_000));
        assertEquals(900, tally.latencies.longestNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"STORED\r\n", "ERROR\r\n", "END\n", "\r\n",
        "VALUE memtier-1 0 5\r\n", "VALUE memtier-0\r\n",
        "VALUE memtier-0 0 6\r\n", "VALUE memtier-0 0 5\r\n", "VALUE memtier-0  \r\n",
        "VALUE memtier-0 -1 5\r\n", "ENDx\n"})
    void badRepliesToGetEndTheConnection(String reply) {
        ask(1, GETS);
        assertFalse(read(reply));
        assertEquals(1, tally.errors);
        assertEquals(0, tally.requests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STORE\r\n", "STORED \r\n", "NOT_STORED\r\n", "END\r\n", "STOREDx\n", "CLIENT_ERROR x\r\n"})
    void badRepliesToSetEndTheConnection(String reply) {
        ask(1, SETS);
        assertFalse(read(reply));
        assertEquals(1, tally.errors);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 6, 500})
    void aValueOfAnotherLengthThanStoredIsAnError(int length) {
        ask(1, GETS);
        assertFalse(read("VALUE memtier-0 " + settings.payload().flags(0) + " " + length + "\r\n"));
        assertTrue(tally.firstError.startsWith("wrong flags or length"), tally.firstError);
    }

    @Test
    void aKeyMayNotComeTwice() {
        ask(1, GETS);
        assertFalse(read(hit() + hit()));
        assertTrue(tally.firstError.startsWith("a key that was not asked for"), tally.firstError);
    }

    @Test
    void bytesBehindAValueAreAnError() {
        ask(1, GETS);
        assertFalse(read(hit().replace("\r\nEND", "x\r\nEND").replaceFirst("\r\n$", "x\r\n")));
        assertTrue(tally.firstError.startsWith("a value longer than announced"), tally.firstError);
    }

    @Test
    void aReplyToNothingIsAnError() {
        assertFalse(read("END\r\n"));
        assertTrue(tally.firstError.startsWith("a reply to no request"), tally.firstError);
    }

    @Test
    void aLineWithoutAnEndIsAnError() {
        ask(1, SETS);
        assertTrue(read("x".repeat(2047)));
        assertFalse(read("x".repeat(2048)));
    }

    @Test
    void aMultiGetMayMissSomeKeysButKeepsTheirOrder() {
        String[] both = {"--ratio=0:1", "--keys-per-get=4", "--keys=1000000", "--value-size=0"};
        ask(1, both);
        assertTrue(read(head(1) + "\r\n" + head(3) + "\r\nEND\r\n"));
        assertEquals(2, tally.hits);
        assertEquals(2, tally.misses);
        ask(1, both);
        assertFalse(read(head(3) + "\r\n" + head(1)));
    }

    /** Starts anew with {@code count} requests on the way, sent at 100 ns. */
    private void ask(int count, String... arguments) {
        settings = Loads.settings(arguments);
        tally = new Tally();
        pending = new Pending(10, settings.mix().keysPerGet());
        reader = new ReplyReader(settings, pending, tally);
        RequestSource source = new RequestSource(settings, 0);
        for (int at = 0; at < count; at++) {
            assertTrue(source.next());
            pending.add(source, 100);
        }
    }

    private boolean read(String replies) {
        return reader.read(ByteBuffer.wrap(ascii(replies)), 0);
    }

    private String head(int at) {
        return "VALUE memtier-" + pending.key(at) + " 0 0\r\n";
    }

    private String hit() {
        ByteBuffer value = ByteBuffer.allocate(5);
        settings.payload().putValue(value, 0);
        return "VALUE memtier-0 " + settings.payload().flags(0) + " 5\r\n" + new String(value.array(), US_ASCII)
                + "\r\n";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
