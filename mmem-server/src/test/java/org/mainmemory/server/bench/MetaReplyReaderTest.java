package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaReplyReaderTest {

    private static final String[] GETS =
            {"--protocol=meta", "--ratio=0:1", "--keys=1", "--value-size=5", "--verify", "--keys-per-get=2"};
    private static final String[] SETS = {"--protocol=meta", "--fill", "--keys=1000"};

    private Replies replies = new Replies(2, GETS);

    @Test
    void eachKeyHasItsReplyWhereverTheBytesAreSplit() {
        byte[] text = Replies.bytes(hit() + "EN\r\n" + "EN kmemtier-0\r\n" + hit());
        for (int split = 0; split <= text.length; split++) {
            replies = new Replies(2, GETS);
            assertTrue(replies.readSplit(text, split));
            assertEquals(0, replies.left());
            assertEquals(0, replies.pending.count());
            assertEquals(2, replies.tally.hits);
            assertEquals(2, replies.tally.misses);
            assertEquals(2, replies.tally.requests);
            assertEquals(0, replies.tally.errors, replies.tally.firstError);
        }
    }

    @Test
    void setsAreStoredAndServerErrorsCounted() {
        replies = new Replies(2, SETS);
        assertTrue(replies.read("HD\r\nSERVER_ERROR out of memory storing object\r\n"));
        assertEquals(1, replies.tally.sets);
        assertEquals(1, replies.tally.serverErrors);
        assertEquals(0, replies.pending.count());
    }

    @Test
    void oneWrongByteOfAValueIsAnError() {
        assertTrue(replies.read(hit().replace(replies.value(0), ".....")));
        assertEquals(1, replies.tally.errors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HD\r\n", "END\r\n", "EN \r\n", "EN kmemtier-1\r\n", "ENkmemtier-0\r\n",
        "NF\r\n", "\r\n", "VA 5 kmemtier-1 f0\r\n",
        "VA 5 xmemtier-0 f0\r\n", "VA 5 kmemtier-0\r\n", "VA 5 kmemtier-0 f\r\n", "VA 4 kmemtier-0 f%d\r\n",
        "VA 5 kmemtier-0 f%d x\r\n", "VA 5 kmemtier-0 f0\r\n", "VA 5 f%d kmemtier-0\r\n"})
    void badRepliesToGetEndTheConnection(String reply) {
        assertFalse(replies.read(reply.replace("%d", "" + replies.settings.payload().flags(0))));
        assertEquals(1, replies.tally.errors);
        assertEquals(0, replies.tally.requests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STORED\r\n", "NS\r\n", "HDx\r\n", "EN\r\n"})
    void badRepliesToSetEndTheConnection(String reply) {
        replies = new Replies(1, SETS);
        assertFalse(replies.read(reply));
        assertEquals(1, replies.tally.errors);
    }

    @Test
    void aReplyToNothingIsAnError() {
        replies = new Replies(0, GETS);
        assertFalse(replies.read("EN\r\n"));
    }

    private String hit() {
        return "VA 5 kmemtier-0 f" + replies.settings.payload().flags(0) + "\r\n" + replies.value(0) + "\r\n";
    }
}
