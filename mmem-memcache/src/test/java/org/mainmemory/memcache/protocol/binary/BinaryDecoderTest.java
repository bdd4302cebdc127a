package org.mainmemory.memcache.protocol.binary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.KeyHash;
import org.mainmemory.memcache.command.Opcode;

class BinaryDecoderTest {

    private final BinaryDecoding decoding = new BinaryDecoding();

    @Test
    void hashesTheKeyOfAWholeHead() {
        byte[] packet = Packet.of(BinaryVerb.SET, "the key", "value").bytes();
        byte[] key = "the key".getBytes(ISO_8859_1);
        long hash = KeyHash.of(MemorySegment.ofArray(key), 0, key.length);
        for (int length = 0; length <= packet.length; length++) {
            decoding.in.clear();
            decoding.append(Arrays.copyOf(packet, length));
            boolean whole = length >= BinaryHeader.LENGTH + 8 + key.length;
            assertEquals(whole ? hash : 0, BinaryDecoder.hashFirstKey(decoding.in), length + " bytes");
        }
        decoding.in.clear();
        decoding.append(Packet.request(BinaryVerb.NOOP).bytes());
        assertEquals(0, BinaryDecoder.hashFirstKey(decoding.in), "no key");
    }

    @Test
    void opcodesAreThoseOfTheProtocol() {
        int[] codes = Arrays.stream(BinaryVerb.values()).mapToInt(BinaryVerb::code).sorted().toArray();
        int[] expected = IntStream.concat(
                IntStream.concat(IntStream.rangeClosed(0, 0x1a), IntStream.rangeClosed(0x1c, 0x1e)),
                IntStream.concat(IntStream.rangeClosed(0x20, 0x24), IntStream.of(0xff))).toArray();
        assertEquals(Arrays.toString(expected), Arrays.toString(codes));
        assertSame(BinaryVerb.UNKNOWN, BinaryVerb.of(0x1b));
        assertSame(BinaryVerb.GATKQ, BinaryVerb.of(0x24));
    }

    /** Each verb as it should be, and with every part that it must not have or lacks. */
    @ParameterizedTest
    @EnumSource(value = BinaryVerb.class, names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
    void everyVerbHasItsShape(BinaryVerb verb) {
        for (int extras : new int[] {0, 1, 4, 8, 19, 20, 24}) {
            for (int keyLength : new int[] {0, 1, 250, 251}) {
                for (int valueLength : new int[] {0, 1}) {
                    Packet whole = Packet.request(verb)
                            .extras("e".repeat(extras)).key("k".repeat(keyLength)).value("v".repeat(valueLength));
                    boolean valid = keyLength < 251 && allows(verb, extras, keyLength, valueLength);
                    BinaryDecoded decoded = decoding.decode(whole);
                    assertEquals(valid, decoded == BinaryDecoded.COMMAND || decoded == BinaryDecoded.VALUE,
                            whole::toString);
                    if (!valid) {
                        assertEquals(BinaryDecoded.REFUSED, decoded);
                        assertEquals(BinaryStatus.INVALID, decoding.decoder.error());
                    }
                }
            }
        }
    }

    /** The table of the protocol, written down once more. */
    private static boolean allows(BinaryVerb verb, int extras, int keyLength, int valueLength) {
        return switch (verb.code()) {
            case 0x07, 0x17, 0x0a, 0x0b, 0x20 -> extras + keyLength + valueLength == 0;
            case 0x00, 0x09, 0x0c, 0x0d, 0x04, 0x14 -> extras == 0 && keyLength > 0 && valueLength == 0;
            case 0x01, 0x02, 0x03, 0x11, 0x12, 0x13 -> extras == 8 && keyLength > 0;
            case 0x05, 0x06, 0x15, 0x16 -> extras == 20 && keyLength > 0 && valueLength == 0;
            case 0x08, 0x18 -> (extras == 0 || extras == 4) && keyLength + valueLength == 0;
            case 0x0e, 0x0f, 0x19, 0x1a, 0x21, 0x22 -> extras == 0 && keyLength > 0;
            case 0x10 -> extras == 0 && valueLength == 0;
            case 0x1c, 0x1d, 0x1e, 0x23, 0x24 -> extras == 4 && keyLength > 0 && valueLength == 0;
            default -> throw new AssertionError(verb);
        };
    }

    @ParameterizedTest
    @CsvSource({"GET,GETS,false,false", "GETQ,GETS,true,false", "GETK,GETS,false,true", "GETKQ,GETS,true,true"})
    void aGetGivesItsKey(BinaryVerb verb, Opcode opcode, boolean quiet, boolean tellsKey) {
        assertEquals(BinaryDecoded.COMMAND, decoding.decode(Packet.of(verb, "some\0key", "")));
        assertEquals(opcode, decoding.command.opcode);
        assertEquals("some\0key", decoding.key());
        assertEquals(KeyHash.of(decoding.command.keyBytes, 3 + 24, 8), decoding.command.keyHash);
        assertEquals(0, decoding.command.options);
        assertEquals(quiet, decoding.request.verb().isQuiet());
        assertEquals(tellsKey, decoding.request.verb().tellsKey());
        assertEquals(32, decoding.consumed());
    }

    @ParameterizedTest
    @CsvSource({"SET,SET", "ADD,ADD", "REPLACE,REPLACE", "SETQ,SET", "ADDQ,ADD", "REPLACEQ,REPLACE"})
    void aStoreGivesFlagsExptimeAndValue(BinaryVerb verb, Opcode opcode) {
        Packet packet = Packet.request(verb).key("key").extras(0xFEDCBA98, 0xFFFFFFFF).value("hello");
        assertEquals(BinaryDecoded.VALUE, decoding.decode(packet));
        assertEquals(opcode, decoding.command.opcode);
        assertEquals(0xFEDCBA98, decoding.command.clientFlags);
        assertEquals(0xFFFFFFFFL, decoding.command.rawExptime);
        assertEquals("hello", decoding.value());
        assertEquals(0, decoding.command.options);
        assertEquals(35, decoding.consumed());
        assertEquals(5, decoding.decoder.swallow());
    }

    @ParameterizedTest
    @CsvSource({"SET,true", "ADD,false", "REPLACE,false", "SETQ,true"})
    void aStoreWithACasComparesIt(BinaryVerb verb, boolean failureRemoves) {
        decoding.decode(Packet.of(verb, "key", "hello").cas(0x8000000000000001L));
        assertEquals(Opcode.CAS, decoding.command.opcode);
        assertEquals(0x8000000000000001L, decoding.command.cas);
        assertEquals(failureRemoves, decoding.command.has(Command.FAILURE_REMOVES));
        assertFalse(decoding.command.has(~Command.FAILURE_REMOVES));
    }

    @ParameterizedTest
    @CsvSource({"APPEND,APPEND", "PREPEND,PREPEND", "APPENDQ,APPEND", "PREPENDQ,PREPEND", "DELETE,DELETE",
        "DELETEQ,DELETE"})
    void othersCompareTheCasIfThereIsOne(BinaryVerb verb, Opcode opcode) {
        decoding.decode(Packet.of(verb, "key", "hello"));
        assertEquals(opcode, decoding.command.opcode);
        assertEquals(0, decoding.command.options);
        decoding.decode(Packet.of(verb, "key", "hello").cas(7));
        assertEquals(Command.COMPARE_CAS, decoding.command.options);
        assertEquals(7, decoding.command.cas);
    }

    @ParameterizedTest
    @CsvSource({"INCREMENT,INCR", "DECREMENT,DECR", "INCREMENTQ,INCR", "DECREMENTQ,DECR"})
    void aCountGivesItsThreeNumbers(BinaryVerb verb, Opcode opcode) {
        Packet packet = Packet.request(verb).key("key");
        assertEquals(BinaryDecoded.COMMAND, decoding.decode(packet.extras(1, 2, 3, 4, 5)));
        assertEquals(opcode, decoding.command.opcode);
        assertEquals(0x100000002L, decoding.command.delta);
        assertEquals(0x300000004L, decoding.command.initial);
        assertEquals(5, decoding.command.rawVivifyExptime);
        assertEquals(Command.VIVIFY, decoding.command.options);
        decoding.decode(packet.extras(1, 2, 3, 4, 0xFFFFFFFE).cas(1));
        assertEquals(0xFFFFFFFEL, decoding.command.rawVivifyExptime);
        assertEquals(Command.VIVIFY | Command.COMPARE_CAS, decoding.command.options);
        decoding.decode(packet.extras(1, 2, 3, 4, 0xFFFFFFFF));
        assertEquals(0, decoding.command.options);
    }

    @ParameterizedTest
    @CsvSource({"TOUCH,TOUCH", "GAT,GATS", "GATQ,GATS", "GATK,GATS", "GATKQ,GATS"})
    void aTouchGivesItsExptime(BinaryVerb verb, Opcode opcode) {
        assertEquals(BinaryDecoded.COMMAND, decoding.decode(Packet.request(verb).key("key").extras(0x80000000)));
        assertEquals(opcode, decoding.command.opcode);
        assertEquals(0x80000000L, decoding.command.rawExptime);
    }

    @ParameterizedTest
    @EnumSource(value = BinaryVerb.class, names = {"FLUSH", "FLUSHQ"})
    void aFlushMayHaveAnExptime(BinaryVerb verb) {
        assertEquals(BinaryDecoded.COMMAND, decoding.decode(Packet.request(verb).extras(10)));
        assertEquals(10, decoding.command.rawExptime);
        assertEquals(BinaryDecoded.COMMAND, decoding.decode(Packet.request(verb)));
        assertEquals(0, decoding.command.rawExptime);
        assertEquals(Opcode.FLUSH_ALL, decoding.command.opcode);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x1b, 0x1f, 0x25, 0x30, 0x3c, 0x80, 0xff})
    void theBodyOfAnUnknownOpcodeIsDropped(int opcode) {
        Packet packet = Packet.request(opcode).extras(1, 2, 3, 4, 5, 6).key("key").value("hello");
        assertEquals(BinaryDecoded.REJECTED, decoding.decode(packet));
        assertEquals(BinaryStatus.UNKNOWN_COMMAND, decoding.decoder.error());
        assertEquals(packet.bytes().length, decoding.consumed() + decoding.decoder.swallow());
        assertEquals(opcode, decoding.request.opcode());
    }

    @Test
    void lengthsThatContradictEachOtherAreRefused() {
        Packet packet = Packet.of(BinaryVerb.SET, "key", "");
        assertRefused(BinaryStatus.UNKNOWN_COMMAND, packet.bytes(12, 8, 11));
        assertRefused(BinaryStatus.UNKNOWN_COMMAND, packet.bytes(3, 9, 11));
        assertRefused(BinaryStatus.UNKNOWN_COMMAND, packet.bytes(65535, 255, 0));
        assertRefused(BinaryStatus.INVALID, packet.bytes(3, 8, (1 << 30) + 1));
        assertRefused(BinaryStatus.INVALID, packet.bytes(3, 8, -1));
        assertEquals(BinaryDecoded.VALUE, decoding.decode(packet.bytes(3, 8, 1 << 30)));
        assertEquals((1 << 30) - 11, decoding.command.valueLength);
    }

    private void assertRefused(BinaryStatus status, byte[] bytes) {
        assertEquals(BinaryDecoded.REFUSED, decoding.decode(bytes));
        assertEquals(status, decoding.decoder.error());
    }

    @Test
    void theLongestKeyIsRefusedEvenIfItDoesNotFitTheWindow() {
        BinaryDecoding small = new BinaryDecoding(1024);
        byte[] bytes = Packet.request(BinaryVerb.GET).key("k".repeat(2000)).bytes();
        small.append(Arrays.copyOf(bytes, 1023));
        assertEquals(BinaryDecoded.NEED_MORE, small.decode());
        small.append((byte) 'k');
        assertEquals(BinaryDecoded.REFUSED, small.decode());
        assertEquals(BinaryStatus.INVALID, small.decoder.error());
    }

    @Test
    void aWrongMagicHangsUp() {
        assertEquals(BinaryDecoded.HANG_UP, decoding.decode((byte) 0x81));
        assertEquals(BinaryDecoded.HANG_UP, decoding.decode((byte) 'g'));
        assertEquals(BinaryDecoded.NEED_MORE, decoding.decode((byte) 0x80));
        assertEquals(BinaryDecoded.NEED_MORE, decoding.decode(new byte[0]));
    }

    @ParameterizedTest
    @EnumSource(BinaryVerb.class)
    void untilAuthenticatedOnlyFewVerbsMayBeSaid(BinaryVerb verb) {
        boolean open = verb == BinaryVerb.VERSION || verb.name().startsWith("SASL");
        decoding.decode(Packet.of(verb, "key", "hello"));
        BinaryDecoded decoded = decoding.decoder.decode(decoding.in, decoding.command, decoding.request, false);
        boolean refused = decoded == BinaryDecoded.REFUSED && decoding.decoder.error() == BinaryStatus.AUTH_FAILED;
        assertEquals(!open, refused);
    }

    /** Cut anywhere, a packet needs more until header, extras and key are there; then it is what it is whole. */
    @ParameterizedTest
    @EnumSource(BinaryVerb.class)
    void everySplitPointNeedsMore(BinaryVerb verb) {
        Packet packet = Packet.of(verb, verb.shape().fits(0, 0, 0) ? "" : "some-key", "some-value");
        byte[] bytes = packet.bytes();
        BinaryDecoded whole = decoding.decode(bytes);
        int head = decoding.consumed();
        assertTrue(whole != BinaryDecoded.REFUSED, packet::toString);
        for (int length = 0; length < bytes.length; length++) {
            BinaryDecoded decoded = decoding.decode(Arrays.copyOf(bytes, length));
            assertEquals(length < head ? BinaryDecoded.NEED_MORE : whole, decoded);
        }
    }
}
