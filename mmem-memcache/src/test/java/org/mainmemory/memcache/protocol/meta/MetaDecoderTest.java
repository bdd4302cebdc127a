package org.mainmemory.memcache.protocol.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.KeyHash;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.protocol.text.Decoded;
import org.mainmemory.memcache.protocol.text.TextError;

class MetaDecoderTest {

    private static final String LONG_KEY = "k".repeat(251);

    private final MetaDecoding decoding = new MetaDecoding();
    private final Command command = decoding.command;

    @ParameterizedTest
    @CsvSource({
        "mn,NOOP", "mn whatever ! ! comes,NOOP", "mg k,GET", "md k,DELETE", "ma k,INCR", "ma k MI,INCR", "ma k M+,INCR",
        "ma k MD,DECR", "ma k M-,DECR", "ma k M-x,DECR", "me k,META_DEBUG"
    })
    void aVerbIsAnOpcode(String line, Opcode opcode) {
        assertEquals(Decoded.COMMAND, decoding.decode(line + "\r\n"));
        assertEquals(opcode, command.opcode);
    }

    @ParameterizedTest
    @CsvSource({
        "'',SET", "MS,SET", "C5,CAS", "MS C5,CAS", "ME,ADD", "ME C5,ADD", "MR,REPLACE", "MR C5,CAS", "MA,APPEND",
        "MA C5,APPEND", "MP,PREPEND", "MPx,PREPEND", "'M\0',SET"
    })
    void modeAndCasMakeTheStorageCommand(String flags, Opcode opcode) {
        assertEquals(Decoded.VALUE, decoding.decode("ms k 5 " + flags + "\r\nhello\r\n"));
        assertEquals(opcode, command.opcode);
        assertEquals(5, command.valueLength);
        assertEquals(decoding.textDecoder.next(), command.valueOffset);
        assertEquals(7, decoding.decoder.swallow());
        assertTrue(command.has(Command.FAILURE_REMOVES));
    }

    @Test
    void numbersGoWhereTheyBelong() {
        decoding.decode("ms k 1 T-7 F4294967295 C18446744073709551615 E12 D3 J9 N60 R30 MA\r\n");
        assertEquals(-7, command.rawExptime);
        assertEquals(-1, command.clientFlags);
        assertEquals(-1, command.cas);
        assertEquals(12, command.newCas);
        assertEquals(3, command.delta);
        assertEquals(9, command.initial);
        assertEquals(60, command.rawVivifyExptime);
        assertEquals(30, command.rawRecache);
    }

    @Test
    void numbersOfTheLastCommandAreForgotten() {
        numbersGoWhereTheyBelong();
        decoding.decode("ma k\r\n");
        assertEquals(0, command.rawExptime);
        assertEquals(0, command.clientFlags);
        assertEquals(0, command.cas);
        assertEquals(1, command.delta);
        assertEquals(0, command.initial);
        assertEquals(0, command.rawVivifyExptime);
        assertEquals(0, command.options);
        assertEquals(0, decoding.decoder.swallow());
    }

    @ParameterizedTest
    @CsvSource({
        "mg k v,WIN_STALE", "mg k u,WIN_STALE|NO_BUMP", "mg k N1,WIN_STALE|VIVIFY", "mg k R1,WIN_STALE|RECACHE",
        "mg k T1,WIN_STALE|TOUCH|TOUCH_FIRST", "mg k T1 R1,WIN_STALE|TOUCH|TOUCH_FIRST|RECACHE",
        "mg k R1 T1,WIN_STALE|TOUCH|RECACHE", "mg k N1 T1,WIN_STALE|VIVIFY|TOUCH|TOUCH_FIRST",
        "mg k T1 N1,WIN_STALE|VIVIFY|VIVIFY_LAST|TOUCH|TOUCH_FIRST", "mg k E0 N1,WIN_STALE|VIVIFY|NEW_CAS",
        "mg Zm9v b,WIN_STALE|BINARY_KEY",
        "ms k 1 E0,FAILURE_REMOVES", "ms k 1 E1,FAILURE_REMOVES|NEW_CAS", "ms k 1 N1,FAILURE_REMOVES",
        "ms k 1 N1 MA,FAILURE_REMOVES|VIVIFY", "ms k 1 N1 MP,FAILURE_REMOVES|VIVIFY",
        "ms k 1 I,FAILURE_REMOVES|INVALIDATE", "ms k 1 C1 I,FAILURE_REMOVES|INVALIDATE|COMPARE_CAS",
        "md k x I T1 C1,REMOVE_VALUE|INVALIDATE|TOUCH|TOUCH_FIRST|COMPARE_CAS", "md k E0,NEW_CAS",
        "ma k N1 C1 E1,VIVIFY|COMPARE_CAS|NEW_CAS", "me k,NO_BUMP", "me Zm9v b x,NO_BUMP"
    })
    void flagsAreOptions(String line, String options) throws ReflectiveOperationException {
        decoding.decode(line + "\r\n");
        int wanted = 0;
        for (String option : options.split("\\|", -1)) {
            wanted |= Command.class.getField(option).getInt(null);
        }
        assertEquals(wanted, command.options);
    }

    @Test
    void quietAndValueAreAsked() {
        decoding.decode("mg k v q\r\n");
        assertTrue(decoding.request.quiet && decoding.request.value);
        decoding.decode("mg k\r\n");
        assertFalse(decoding.request.quiet || decoding.request.value);
    }

    @ParameterizedTest
    @CsvSource({"mg key v,key", "mg  key   v ,key", "mg Zm9v b,foo", "md b b,''", "me Zm9v b,Zm9v", "me Zm9v b x,foo"})
    void aKeyIsAWordOrDecoded(String line, String key) {
        Decoded decoded = decoding.decodeAt(5, line + "\n");
        assertEquals(key.isEmpty() ? Decoded.REJECTED : Decoded.COMMAND, decoded);
        if (!key.isEmpty()) {
            assertEquals(key, decoding.key());
            assertEquals(KeyHash.of(command.keyBytes, command.keyOffset, command.keyLength), command.keyHash);
        }
    }

    @Test
    void theLongestKeyAndOpaqueAreTaken() {
        assertEquals(Decoded.COMMAND, decoding.decode("mg " + "k".repeat(250) + " O" + "o".repeat(31) + "\r\n"));
        assertEquals(Decoded.COMMAND, decoding.decode("mg " + "k".repeat(248) + " b\r\n"));
        assertEquals(186, command.keyLength);
    }

    @Test
    void twentyWordsAreTaken() {
        String line = "mg Zm9v b c f h k l q s t u v x I O1 P1 L1 T1 N1";
        assertEquals(Decoded.COMMAND, decoding.decode(line + "\r\n"));
        assertRejected(TextError.TOO_MANY_FLAGS, line + " R1");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "mg", "mg ", "md", "ma", "me", "ms", "ms k", "ms k ", "ms k v", "ms k -1", "ms k 2147483646", "ms k 1x",
        "ms k S1", "mg k !", "mg k ~", "mg k @", "mg k ?", "ma k !", "me k !", "md k T1 {", "ms k 1 !", "mg k v v !",
        "mg k \u0080",
        "mg k F", "mg k Fx", "mg k F-1", "mg k F4294967296", "me !!! b x"
    })
    void aLineWithoutTheFormIsRefused(String line) {
        assertRejected(TextError.BAD_FORMAT, line);
        assertEquals(0, decoding.decoder.swallow());
    }

    @ParameterizedTest
    @CsvSource({
        "mg k m,UNKNOWN_FLAG", "mg k 1,UNKNOWN_FLAG", "mg k [,UNKNOWN_FLAG", "mg k q 1,UNKNOWN_FLAG",
        "mg k v v,DUPLICATE_FLAG", "mg k v Tx v z,DUPLICATE_FLAG", "mg k v z v,UNKNOWN_FLAG",
        "mg k T1 T2,DUPLICATE_FLAG", "mg k T,BAD_TOKEN", "mg k Tx,BAD_TOKEN", "mg k T2147483648,BAD_TOKEN",
        "mg k T+1,BAD_TOKEN", "mg k N,BAD_TOKEN",
        "mg k R1.5,BAD_TOKEN", "mg k C-1,BAD_TOKEN", "mg k C18446744073709551616,BAD_TOKEN", "mg k E,BAD_TOKEN",
        "mg k Tx Fx,BAD_TOKEN", "mg k Fx Tx,BAD_TOKEN", "mg k Jx,BAD_INITIAL_TOKEN", "mg k D,BAD_DELTA_TOKEN",
        "mg k Jx D,BAD_DELTA_TOKEN", "mg k D Jx,BAD_INITIAL_TOKEN", "mg k b,BAD_BASE64", "mg k b Tx,BAD_TOKEN",
        "mg k Tx b,BAD_BASE64", "ma k v v,BAD_ARITHMETIC_FLAG", "ma k b,BAD_ARITHMETIC_FLAG",
        "ma k z,BAD_ARITHMETIC_FLAG",
        "ma k Dx,BAD_ARITHMETIC_FLAG", "ma k MX,BAD_ARITHMETIC_MODE", "ma k M,BAD_ARITHMETIC_MODE",
        "ma k Mi,BAD_ARITHMETIC_MODE", "ma k MX v v,BAD_ARITHMETIC_FLAG"
    })
    void flagsThatAreWrongAreRefused(String line, TextError error) {
        assertRejected(error, line);
    }

    @ParameterizedTest
    @CsvSource({
        "ms k 3 z,UNKNOWN_FLAG", "ms k 3 T1 T1,DUPLICATE_FLAG", "ms k 3 C,BAD_TOKEN", "ms k 3 Fx,BAD_FORMAT",
        "ms k 3 MX,BAD_STORAGE_MODE", "ms k 3 Ma,BAD_STORAGE_MODE", "ms k 3 M,BAD_STORAGE_MODE", "ms k 3 b,BAD_BASE64"
    })
    void aRefusedSetSwallowsItsValue(String line, TextError error) {
        assertRejected(error, line);
        assertEquals(5, decoding.decoder.swallow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mg %s", "md %s T1", "ms %s 3", "me %s"})
    void aKeyThatIsTooLongIsRefused(String line) {
        assertRejected(TextError.BAD_FORMAT, String.format(line, LONG_KEY));
        assertRejected(TextError.BAD_FORMAT, String.format(line, LONG_KEY) + " v".repeat(18));
        assertEquals(line.startsWith("ms") ? 5 : 0, decoding.decoder.swallow());
    }

    @Test
    void aKeyThatIsTooLongForMaIsAWrongFlag() {
        assertRejected(TextError.BAD_ARITHMETIC_FLAG, "ma " + LONG_KEY);
        assertRejected(TextError.BAD_FORMAT, "ma " + LONG_KEY + " !");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mg k %s", "md k %s", "ma k %s", "ms k 3 %s"})
    void anOpaqueThatIsTooLongIsRefused(String line) {
        assertRejected(TextError.LONG_OPAQUE, String.format(line, "O" + "o".repeat(32)));
    }

    @Test
    void oneWordTooManyIsToldBeforeAFlagThatIsWrong() {
        assertRejected(TextError.TOO_MANY_FLAGS, "mg k" + " v".repeat(19));
        assertRejected(TextError.BAD_FORMAT, "mg k" + " v".repeat(20) + " !");
        assertRejected(TextError.TOO_MANY_FLAGS, "mg k" + " v".repeat(21) + " !");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx k\r\n", "mgx k\r\n", "m k v\r\n", "Mg k\r\n", " mg k\r\n", "mg\tk\r\n"})
    void otherVerbsAreNotMeta(String line) {
        assertEquals(Decoded.REJECTED, decoding.decode(line));
        assertEquals(TextError.UNKNOWN, decoding.textDecoder.error());
    }

    @Test
    void aLineIsReadAtEveryOffset() {
        for (int offset = 0; offset < 20; offset++) {
            assertEquals(Decoded.COMMAND, decoding.decodeAt(offset, "mg some-key s v t\r\nmg next"));
            assertEquals("some-key", decoding.key());
            assertEquals(offset + 19, decoding.textDecoder.next());
        }
    }

    private void assertRejected(TextError error, String line) {
        assertEquals(Decoded.REJECTED, decoding.decode(line + "\r\n"), line);
        assertEquals(error, decoding.decoder.error(), line);
    }
}
