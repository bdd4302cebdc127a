package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextReplyReaderTest {

    private static final String[] GETS = {"--ratio=0:1", "--keys=1", "--value-size=5", "--verify"};
    private static final String[] SETS = {"--fill", "--keys=1000"};

    private Replies replies = new Replies(0, GETS);

    @Test
    void hitsAndMissesAreCountedWhereverTheBytesAreSplit() {
        byte[] text = Replies.bytes(hit() + "END\r\n" + "END\r\n" + hit() + "END\r\n");
        for (int split = 0; split <= text.length; split++) {
            ask(3, GETS);
            assertTrue(replies.readSplit(text, split));
            assertEquals(0, replies.left());
            assertEquals(0, replies.pending.count());
            assertEquals(2, replies.tally.hits);
            assertEquals(1, replies.tally.misses);
            assertEquals(3, replies.tally.requests);
            assertEquals(0, replies.tally.errors, replies.tally.firstError);
        }
    }

    @Test
    void setsAreStored() {
        ask(2, SETS);
        assertTrue(read("STORED\r\nSTORED\r\n"));
        assertEquals(2, replies.tally.sets);
        assertEquals(0, replies.tally.errors);
    }

    @Test
    void aServerErrorIsCountedAndTheNextReplyRead() {
        ask(2, SETS);
        assertTrue(read("SERVER_ERROR out of memory storing object\r\nSTORED\r\n"));
        assertEquals(1, replies.tally.serverErrors);
        assertEquals(1, replies.tally.errors);
        assertEquals("SERVER_ERROR out of memory storing object", replies.tally.firstError);
        assertEquals(1, replies.tally.sets);
        assertEquals(0, replies.pending.count());
    }

    @Test
    void oneWrongByteOfAValueIsAnError() {
        ask(1, GETS);
        String hit = hit();
        int value = hit.indexOf('\n') + 1;
        assertTrue(read(hit.substring(0, value) + "....." + hit.substring(value + 5) + "END\r\n"));
        assertEquals(1, replies.tally.errors);
        assertEquals("wrong bytes in the value of key number 0 from byte 0", replies.tally.firstError);
    }

    @Test
    void latenciesCountFromTheStartOfTheRequest() {
        ask(1, SETS);
        assertTrue(read("STORED\r\n"));
        assertEquals(900, replies.tally.latencies.longestNanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"STORED\r\n", "ERROR\r\n", "END\n", "\r\n",
        "VALUE memtier-1 0 5\r\n", "VALUE memtier-0\r\n",
        "VALUE memtier-0 0 6\r\n", "VALUE memtier-0 0 5\r\n", "VALUE memtier-0  \r\n",
        "VALUE memtier-0 -1 5\r\n", "ENDx\n"})
    void badRepliesToGetEndTheConnection(String reply) {
        ask(1, GETS);
        assertFalse(read(reply));
        assertEquals(1, replies.tally.errors);
        assertEquals(0, replies.tally.requests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STORE\r\n", "STORED \r\n", "NOT_STORED\r\n", "END\r\n", "STOREDx\n", "CLIENT_ERROR x\r\n"})
    void badRepliesToSetEndTheConnection(String reply) {
        ask(1, SETS);
        assertFalse(read(reply));
        assertEquals(1, replies.tally.errors);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 6, 500})
    void aValueOfAnotherLengthThanStoredIsAnError(int length) {
        ask(1, GETS);
        assertFalse(read("VALUE memtier-0 " + replies.settings.payload().flags(0) + " " + length + "\r\n"));
        assertTrue(replies.tally.firstError.startsWith("wrong flags or length"), replies.tally.firstError);
    }

    @Test
    void aKeyMayNotComeTwice() {
        ask(1, GETS);
        assertFalse(read(hit() + hit()));
        assertTrue(replies.tally.firstError.startsWith("a key that was not asked for"), replies.tally.firstError);
    }

    @Test
    void bytesBehindAValueAreAnError() {
        ask(1, GETS);
        assertFalse(read(hit().replace("\r\nEND", "x\r\nEND").replaceFirst("\r\n$", "x\r\n")));
        assertTrue(replies.tally.firstError.startsWith("a value longer than announced"), replies.tally.firstError);
    }

    @Test
    void aReplyToNothingIsAnError() {
        assertFalse(read("END\r\n"));
        assertTrue(replies.tally.firstError.startsWith("a reply to no request"), replies.tally.firstError);
    }

    @Test
    void aLineWithoutAnEndIsAnError() {
        ask(1, SETS);
        assertTrue(read("x".repeat(2047)));
        assertFalse(read("x"));
    }

    @Test
    void aMultiGetMayMissSomeKeysButKeepsTheirOrder() {
        String[] both = {"--ratio=0:1", "--keys-per-get=4", "--keys=1000000", "--value-size=0"};
        ask(1, both);
        assertTrue(read(head(1) + "\r\n" + head(3) + "\r\nEND\r\n"));
        assertEquals(2, replies.tally.hits);
        assertEquals(2, replies.tally.misses);
        ask(1, both);
        assertFalse(read(head(3) + "\r\n" + head(1)));
    }

    private void ask(int count, String... arguments) {
        replies = new Replies(count, arguments);
    }

    private boolean read(String text) {
        return replies.read(text);
    }

    private String head(int at) {
        return "VALUE memtier-" + replies.pending.key(at) + " 0 0\r\n";
    }

    private String hit() {
        return "VALUE memtier-0 " + replies.settings.payload().flags(0) + " 5\r\n" + replies.value(0) + "\r\n";
    }
}
