package org.mainmemory.memcache.protocol.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

class MetaRepliesTest {

    private final MetaDecoding decoding = new MetaDecoding();
    private final MetaReplies replies = new MetaReplies();
    private final Result result = new Result();
    private final MetaItem item = new MetaItem();

    @BeforeEach
    void anItem() {
        item.valueLength = 5;
        item.clientFlags = -1;
        item.cas = 77;
        item.exptime = 190;
        item.lastUse = 60;
        item.fetched = true;
    }

    @ParameterizedTest
    @CsvSource({
        "'',HD", "s,HD s5", "v,VA 5", "v s,VA 5 s5", "f c t l h,HD f4294967295 c77 t90 l40 h1",
        "h l t c f,HD h1 l40 t90 c77 f4294967295",
        "k Oxyz s,HD kkey Oxyz s5", "u x I P1 L1,HD"
    })
    void aHitTellsWhatTheFlagsAskForInTheirOrder(String flags, String line) {
        get("mg key " + flags);
        assertEquals(line + "\r\n", decoding.written());
    }

    @ParameterizedTest
    @CsvSource({
        "t,t90", "T30 t,t30", "t T30,t90", "T0 t,t-1", "t N10,t90", "N10 t,t90", "T-1 t,t4294967197"
    })
    void timeToLiveIsToldAsOfItsPlace(String flags, String line) {
        get("mg key " + flags);
        assertEquals("HD " + line + "\r\n", decoding.written());
    }

    @ParameterizedTest
    @CsvSource({
        "t N10,t-1", "N10 t,t10", "N10 T20 t,t20", "T20 N10 t,t10", "N10 t T20,t10", "T20 t N10,t20", "N0 t,t-1"
    })
    void anItemJustMadeTakesItsExptimesInTurn(String flags, String line) {
        result.created = true;
        result.won = true;
        get("mg key " + flags);
        assertEquals("HD " + line + " W\r\n", decoding.written());
    }

    @Test
    void marksComeLast() {
        item.tokenSent = true;
        item.stale = true;
        get("mg key k");
        assertEquals("HD kkey Z X\r\n", decoding.written());
        item.tokenSent = false;
        result.won = true;
        get("mg key s");
        assertEquals("HD s5 X W\r\n", decoding.written());
    }

    @Test
    void aBinaryKeyIsToldAsTheItemHasIt() {
        get("mg Zm9v b k s");
        assertEquals("HD kfoo s5\r\n", decoding.written());
        item.binaryKey = true;
        get("mg Zm9v b k s");
        assertEquals("HD kZm9v b s5\r\n", decoding.written());
        get("mg foo k");
        assertEquals("HD kZm9v b\r\n", decoding.written());
    }

    @Test
    void aMissGivesBackKeyAndOpaqueOnly() {
        decoding.decode("mg key O9 s t k v\r\n");
        replies.miss(decoding.out, decoding.request);
        assertEquals("EN O9 kkey\r\n", decoding.written());
        decoding.decode("mg Zm9vYg=! b k\r\n");
        decoding.decode("mg Zm9v! b k\r\n");
        replies.miss(decoding.out, decoding.request);
        assertEquals("EN kZm9v b\r\n", decoding.written());
    }

    @ParameterizedTest
    @CsvSource({"DELETED,HD", "NOT_FOUND,NF", "EXISTS,EX"})
    void aDeleteGivesBackKeyAndOpaque(Outcome outcome, String code) {
        decoding.decode("md key s k O7 c\r\n");
        replies.outcome(decoding.out, decoding.request, outcome);
        assertEquals(code + " kkey O7\r\n", decoding.written());
    }

    @ParameterizedTest
    @CsvSource({"STORED,HD c77 s9", "NOT_STORED,NS c0 s3", "EXISTS,EX c0 s3", "NOT_FOUND,NF c0 s3"})
    void aSetTellsCasAndSize(Outcome outcome, String line) {
        decoding.decode("ms key 3 c s t f h k O7\r\n");
        result.cas = 77;
        result.valueLength = 9;
        replies.stored(decoding.out, decoding.request, outcome, result);
        assertEquals(line + " kkey O7\r\n", decoding.written());
    }

    @Test
    void aKeptRequestSurvivesItsLine() {
        decoding.decode("ms Zm9v 3 k O7 b s\r\n");
        MetaRequest kept = new MetaRequest();
        kept.keep(decoding.request);
        decoding.decode("ms other-key-here 100 Oother-opaque\r\n");
        replies.stored(decoding.out, kept, Outcome.NOT_STORED, result);
        assertEquals("NS kZm9v b O7 s3\r\n", decoding.written());
    }

    @ParameterizedTest
    @CsvSource({
        "'',HD", "v,VA 20", "c,HD c77", "t,HD t90", "T30 t,HD t30", "t T30,HD t90", "N1 t s f h,HD t90",
        "v k O1,VA 20 kkey O1"
    })
    void aNumberIsTold(String flags, String line) {
        result.number = -1;
        result.cas = 77;
        count("ma key " + flags, 190);
        String number = flags.contains("v") ? "18446744073709551615\r\n" : "";
        assertEquals(line + "\r\n" + number, decoding.written());
    }

    @Test
    void aNumberJustMadeTakesItsExptimesInTurn() {
        result.created = true;
        count("ma key N10 t T20", 0);
        assertEquals("HD t10\r\n", decoding.written());
        count("ma key t N10 T20", 0);
        assertEquals("HD t-1\r\n", decoding.written());
    }

    @Test
    void debugTellsWhatTheItemHas() {
        item.fetched = false;
        decoding.decode("me key\r\n");
        replies.debug(decoding.out, decoding.request, item, 100, 3, 1234);
        assertEquals("ME key exp=90 la=40 cas=77 fetch=no cls=3 size=1234\r\n", decoding.written());
        item.fetched = true;
        item.exptime = 0;
        item.binaryKey = true;
        replies.debug(decoding.out, decoding.request, item, 100, 3, 1234);
        assertEquals("ME a2V5 exp=-1 la=40 cas=77 fetch=yes cls=3 size=1234\r\n", decoding.written());
    }

    @Test
    void noopIsAnswered() {
        replies.noop(decoding.out);
        assertEquals("MN\r\n", decoding.written());
    }

    @Test
    void theLongestLineFits() {
        item.valueLength = Integer.MAX_VALUE;
        item.cas = -1;
        item.exptime = Integer.MIN_VALUE;
        item.lastUse = Integer.MIN_VALUE;
        item.tokenSent = true;
        item.stale = true;
        item.binaryKey = true;
        result.won = true;
        get("mg " + "k".repeat(250) + " v s t c f l h k O" + "o".repeat(31));
        int length = decoding.written().length();
        assertTrue(length > 450 && length <= MetaReplies.MAX_LINE, () -> "" + length);
    }

    private void get(String line) {
        decode(line);
        replies.item(decoding.out, decoding.request, decoding.command, result, item, decoding.request.value);
    }

    private void count(String line, int exptimeBefore) {
        decode(line);
        result.exptimeBefore = exptimeBefore;
        replies.counted(decoding.out, decoding.request, decoding.command, result);
    }

    /** Decodes, and puts exptimes on a clock that shows 100. */
    private void decode(String line) {
        decoding.decode(line + "\r\n");
        decoding.command.nowSeconds = 100;
        decoding.command.exptimeSeconds = onClock(decoding.command.rawExptime);
        decoding.command.vivifyExptimeSeconds = onClock(decoding.command.rawVivifyExptime);
    }

    private static int onClock(long raw) {
        return raw == 0 ? 0 : raw < 0 ? 1 : (int) raw + 100;
    }
}
