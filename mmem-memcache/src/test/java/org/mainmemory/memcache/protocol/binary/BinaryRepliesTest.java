package org.mainmemory.memcache.protocol.binary;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Outcome;

class BinaryRepliesTest {

    private static final long CAS = 0x8877665544332211L;

    private final OutputBuffer out = new OutputBuffer(1024);
    private final BinaryReplies replies = new BinaryReplies();
    private final BinaryDecoding decoding = new BinaryDecoding();

    /** The request that the next replies answer. */
    private BinaryRequest request(BinaryVerb verb) {
        decoding.decode(Packet.of(verb, "some-key", "value"));
        return decoding.request;
    }

    private byte[] written() {
        byte[] bytes = out.bytes().asSlice(out.start(), out.length()).toArray(ValueLayout.JAVA_BYTE);
        out.clear();
        return bytes;
    }

    private static Packet response(BinaryVerb verb, int status, String text) {
        return Packet.request(verb).response(status).value(text);
    }

    @Test
    void aHeaderIsByteForByteThatOfTheProtocol() {
        BinaryRequest request = request(BinaryVerb.GETK);
        replies.itemHead(out, request, decoding.command, 0xA1B2C3D4, 0x010203, CAS);
        assertEquals("810c00080400000000" + "01020f" + "01020304" + "8877665544332211" + "a1b2c3d4"
                + HexFormat.of().formatHex("some-key".getBytes(US_ASCII)), HexFormat.of().formatHex(written()));
    }

    @Test
    void aHitHasTheKeyOnlyIfAsked() {
        BinaryRequest request = request(BinaryVerb.GETQ);
        replies.itemHead(out, request, decoding.command, 7, 0, CAS);
        assertEquals(Packet.request(BinaryVerb.GETQ).response(0).extras(7).cas(CAS), Packet.parse(written()));
    }

    @ParameterizedTest
    @CsvSource({"GET,''", "GETQ,", "GETK,some-key", "GETKQ,", "GAT,''", "GATQ,", "GATK,some-key", "GATKQ,"})
    void aMissIsTheKeyATextOrSilence(BinaryVerb verb, String key) {
        BinaryRequest request = request(verb);
        replies.miss(out, request, decoding.command);
        if (key == null) {
            assertEquals(0, out.length());
        } else {
            assertEquals(response(verb, 1, key.isEmpty() ? "Not found" : "").key(key), Packet.parse(written()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SET,NOT_FOUND,1,Not found", "SET,EXISTS,2,Data exists for key.", "SETQ,TOO_LARGE,3,Too large.",
        "ADD,NOT_STORED,2,Data exists for key.", "ADDQ,NOT_STORED,2,Data exists for key.",
        "REPLACE,NOT_STORED,1,Not found", "REPLACEQ,NOT_STORED,1,Not found", "APPEND,NOT_STORED,5,Not stored.",
        "PREPENDQ,NOT_STORED,5,Not stored.", "SET,OUT_OF_MEMORY,130,Out of memory allocating item"
    })
    void aFailedStoreIsToldEvenToTheQuiet(BinaryVerb verb, Outcome outcome, int status, String text) {
        replies.storage(out, request(verb), outcome, CAS);
        assertEquals(response(verb, status, text), Packet.parse(written()));
    }

    @Test
    void aStoreTellsItsCas() {
        replies.storage(out, request(BinaryVerb.ADD), Outcome.STORED, CAS);
        assertEquals(response(BinaryVerb.ADD, 0, "").cas(CAS), Packet.parse(written()));
    }

    @ParameterizedTest
    @EnumSource(value = BinaryVerb.class, names = {"SETQ", "ADDQ", "REPLACEQ", "APPENDQ", "PREPENDQ", "DELETEQ",
        "FLUSHQ", "QUITQ"})
    void successOfTheQuietIsSilent(BinaryVerb verb) {
        replies.success(out, request(verb), CAS);
        assertEquals(0, out.length());
    }

    @ParameterizedTest
    @CsvSource({
        "INCREMENT,NOT_FOUND,1,Not found", "DECREMENTQ,EXISTS,2,Data exists for key.",
        "INCREMENTQ,NON_NUMERIC,6,Non-numeric server-side value for incr or decr",
        "INCREMENT,OUT_OF_MEMORY,130,Out of memory incrementing value"
    })
    void aFailedCountIsTold(BinaryVerb verb, Outcome outcome, int status, String text) {
        replies.count(out, request(verb), outcome, 1, CAS);
        assertEquals(response(verb, status, text), Packet.parse(written()));
    }

    @Test
    void aCountTellsEightBytes() {
        replies.count(out, request(BinaryVerb.INCREMENT), Outcome.COUNTED, -2, CAS);
        assertEquals(response(BinaryVerb.INCREMENT, 0, "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00fe").cas(CAS),
                Packet.parse(written()));
        replies.count(out, request(BinaryVerb.INCREMENTQ), Outcome.COUNTED, -2, CAS);
        assertEquals(0, out.length());
    }

    @ParameterizedTest
    @CsvSource({"EXISTS,2,Data exists for key.", "NOT_FOUND,1,Not found"})
    void aFailedDeleteIsTold(Outcome outcome, int status, String text) {
        replies.failure(out, request(BinaryVerb.DELETEQ), outcome);
        assertEquals(response(BinaryVerb.DELETEQ, status, text), Packet.parse(written()));
    }

    @ParameterizedTest
    @CsvSource({"INVALID,4,Invalid arguments", "AUTH_FAILED,32,Auth failure.", "UNKNOWN_COMMAND,129,Unknown command"})
    void errorsHaveTheirTexts(BinaryStatus status, int code, String text) {
        decoding.decode(Packet.request(0xEE).opaque(-1));
        replies.error(out, decoding.request, status);
        assertEquals(Packet.request(0xEE).opaque(-1).response(code).value(text), Packet.parse(written()));
    }

    @Test
    void textsAndStats() {
        replies.text(out, request(BinaryVerb.VERSION), "1.6".getBytes(US_ASCII));
        assertEquals(response(BinaryVerb.VERSION, 0, "1.6"), Packet.parse(written()));
        byte[] stat = replies.stat(request(BinaryVerb.STAT), "pid".getBytes(US_ASCII), "42".getBytes(US_ASCII));
        assertEquals(response(BinaryVerb.STAT, 0, "42").key("pid"), Packet.parse(stat));
    }

    @Test
    void theLongestPacketFitsItsRoom() {
        decoding.decode(Packet.of(BinaryVerb.GETK, "k".repeat(250), ""));
        replies.itemHead(out, decoding.request, decoding.command, 1, 0, CAS);
        for (BinaryStatus status : BinaryStatus.values()) {
            assertEquals(true, out.length() <= BinaryReplies.MAX_PACKET, status::toString);
            out.clear();
            replies.error(out, decoding.request, status);
        }
    }

    @Test
    void aRequestCanBeKept() {
        BinaryRequest kept = new BinaryRequest();
        decoding.decode(Packet.of(BinaryVerb.SET, "k", "v").opaque(0x11223344));
        kept.copy(decoding.request);
        decoding.decode(Packet.of(BinaryVerb.GET, "other", ""));
        replies.success(out, kept, 0);
        assertEquals(Packet.request(BinaryVerb.SET).response(0).opaque(0x11223344), Packet.parse(written()));
    }
}
