package org.mainmemory.memcache.protocol.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.memcache.command.KeyHash;
import org.mainmemory.memcache.command.Opcode;

class TextDecoderTest {

    private final Decoding decoding = new Decoding();

    @ParameterizedTest
    @CsvSource({"get,GET", "gets,GETS"})
    void aRetrievalGivesItsKeys(String verb, Opcode opcode) {
        assertEquals(Decoded.KEYS, decoding.decode(verb + " a  bb ccc \r\nnext"));
        assertEquals(opcode, decoding.command.opcode);
        assertEquals(List.of("a", "bb", "ccc"), decoding.keys());
        assertEquals(verb.length() + 13, decoding.lineLength());
    }

    @Test
    void keysAreHashedAhead() {
        Decoding line = new Decoding();
        line.decode("get a  bb ccc\r\n");
        int from = line.decoder.keysStart();
        int to = line.decoder.lineEnd();
        long[] hashes = new long[4];
        assertEquals(3, line.decoder.hashNextKeys(line.in, from, to, hashes));
        assertEquals(to, line.decoder.hashedEnd());
        int at = from;
        for (int i = 0; line.decoder.nextKey(line.in, line.command, at, to); i++) {
            assertEquals(line.command.keyHash, hashes[i]);
            at = line.decoder.keyEnd();
        }
        assertEquals(2, line.decoder.hashNextKeys(line.in, from, to, new long[2]));
        assertEquals(to - " ccc".length(), line.decoder.hashedEnd());
        assertEquals(0, line.decoder.hashNextKeys(line.in, to, to, hashes));
        assertEquals(to, line.decoder.hashedEnd());
    }

    @Test
    void whatIsTooLongForAKeyIsHashedInParts() {
        Decoding line = new Decoding();
        line.decode("get k " + "x".repeat(600) + "\r\n");
        long[] hashes = new long[16];
        assertEquals(4, line.decoder.hashNextKeys(line.in, line.decoder.keysStart(), line.decoder.lineEnd(), hashes));
        assertEquals(line.decoder.lineEnd(), line.decoder.hashedEnd());
    }

    @Test
    void aKeyIsHashedAsTheStoreExpects() {
        decoding.decode("get somewhat-longer-key\n");
        decoding.keys();
        assertEquals(KeyHash.of(decoding.command.keyBytes, 4, 19), decoding.command.keyHash);
    }

    @ParameterizedTest
    @CsvSource({"gat,GAT", "gats,GATS"})
    void gatTakesAnExptimeFirst(String verb, Opcode opcode) {
        assertEquals(Decoded.KEYS, decoding.decode(verb + " -10 a b\r\n"));
        assertEquals(opcode, decoding.command.opcode);
        assertEquals(-10, decoding.command.rawExptime);
        assertEquals(List.of("a", "b"), decoding.keys());
    }

    @Test
    void thousandsOfKeysFitALine() {
        String line = "get" + String.join("", IntStream.range(0, 9000).mapToObj(i -> " k" + i).toList()) + "\r\n";
        assertEquals(Decoded.KEYS, decoding.decode(line));
        assertEquals(9000, decoding.keys().size());
    }

    @ParameterizedTest
    @CsvSource({"set,SET", "add,ADD", "replace,REPLACE", "append,APPEND", "prepend,PREPEND", "cas,CAS"})
    void aStorageCommandIsFollowedByItsValue(String verb, Opcode opcode) {
        String line = verb + " some:key 7 60 5 99\r\n";
        assertEquals(Decoded.VALUE, decoding.decode(line + "hello\r\n"));
        assertEquals(opcode, decoding.command.opcode);
        assertEquals("some:key", decoding.key());
        assertEquals(7, decoding.command.clientFlags);
        assertEquals(60, decoding.command.rawExptime);
        assertEquals(5, decoding.command.valueLength);
        assertEquals(line.length(), decoding.command.valueOffset);
        assertEquals(opcode == Opcode.CAS ? 99 : 0, decoding.command.cas);
        assertEquals(7, decoding.decoder.swallow());
        assertFalse(decoding.command.noreply);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "set k 0 0 1 noreply", "set k 0 0 1 x noreply", "set k 0 0 1   noreply  ", "cas k 0 0 1 5 noreply"
    })
    void noreplyIsTheLastWordOfAStorageCommand(String line) {
        assertEquals(Decoded.VALUE, decoding.decode(line + "\r\n"));
        assertTrue(decoding.command.noreply);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "set k 0 0 1 Noreply", "set k 0 0 1 noreply x", "set k 0 0 1 noreplyy", "set noreply 0 0 1"
    })
    void anythingElseIsNotNoreply(String line) {
        assertEquals(Decoded.VALUE, decoding.decode(line + "\r\n"));
        assertFalse(decoding.command.noreply);
    }

    @Test
    void onlyTheFirst23WordsCount() {
        String words = "set k 0 0 1" + " w".repeat(17);
        assertEquals(Decoded.VALUE, decoding.decode(words + " noreply tail\r\n"));
        assertTrue(decoding.command.noreply);
        assertEquals(Decoded.VALUE, decoding.decode(words + " w noreply\r\n"));
        assertFalse(decoding.command.noreply);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "set k 0 0", "set k 0 0 noreply", "set", "set k", "set k 0 0 -1", "set k 0 0 -1 noreply", "set k 0 0 x noreply",
        "set k 0 0 2147483646", "set k 0 0 99999999999", "set k 0 0 1x", "set k 0 0 +1", "set k 0 0 000000000001",
        "cas k 0 0", "set k 0 0 -"
    })
    void badArityOrLengthIsSaidAtOnceAndSwallowsNothing(String line) {
        assertEquals(Decoded.REJECTED, decoding.decode(line + "\r\n"));
        assertRejected(TextError.BAD_FORMAT, false, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "set k x 0 3", "set k -1 0 3", "set k 0 x 3", "set k 1x 0 3", "set k + 0 3", "set k 0 - 3",
        "set k 18446744073709551616 0 3", "set k 0 9223372036854775808 3", "set k 0 -9223372036854775809 3",
        "set k -18446744073709551615 0 3", "set k 5\t 0 3", "cas k 0 0 3", "cas k 0 0 3 x", "cas k 0 0 3 -1",
        "cas k 0 0 3 18446744073709551616"
    })
    void otherBadArgumentsSwallowTheValue(String line) {
        assertEquals(Decoded.REJECTED, decoding.decode(line + "\r\n"));
        assertRejected(TextError.BAD_FORMAT, false, 5);
        assertEquals(Decoded.REJECTED, decoding.decode(line + " noreply\r\n"));
        assertRejected(TextError.BAD_FORMAT, true, 5);
    }

    @ParameterizedTest
    @CsvSource({
        "+5,5", "4294967295,-1", "4294967296,0", "18446744073709551615,-1", "-0,0", "0000000000000000000000000007,7"
    })
    void flagsAreCutTo32Bits(String flags, int expected) {
        assertEquals(Decoded.VALUE, decoding.decode("set k " + flags + " 0 1\r\n"));
        assertEquals(expected, decoding.command.clientFlags);
    }

    @ParameterizedTest
    @CsvSource({
        "+5,5", "-1,-1", "99999999999,1215752191", "2592001,2592001", "9223372036854775807,-1",
        "-9223372036854775808,0", "4294967295,-1"
    })
    void theExptimeOfAStorageCommandIsCutTo32Bits(String exptime, long expected) {
        assertEquals(Decoded.VALUE, decoding.decode("set k 0 " + exptime + " 1\r\n"));
        assertEquals(expected, decoding.command.rawExptime);
    }

    @Test
    void casTakes64BitsUnsigned() {
        assertEquals(Decoded.VALUE, decoding.decode("cas k 0 0 1 18446744073709551615\r\n"));
        assertEquals(-1L, decoding.command.cas);
    }

    @Test
    void theLongestKeyHas250Bytes() {
        String longest = "k".repeat(250);
        assertEquals(Decoded.VALUE, decoding.decode("set " + longest + " 0 0 1\r\n"));
        assertEquals(longest, decoding.key());
        assertEquals(Decoded.REJECTED, decoding.decode("set " + longest + "k 0 0 1\r\n"));
        assertRejected(TextError.BAD_FORMAT, false, 3);
        for (String line : List.of("delete K", "incr K 1", "decr K x", "touch K 1")) {
            assertEquals(Decoded.COMMAND, decoding.decode(line.replace("K", longest).replace("x", "1") + "\r\n"));
            assertEquals(Decoded.REJECTED, decoding.decode(line.replace("K", longest + "k") + "\r\n"));
            assertRejected(TextError.BAD_FORMAT, false, 0);
            assertEquals(Decoded.REJECTED, decoding.decode(line.replace("K", longest + "k") + " noreply\r\n"));
            assertRejected(TextError.BAD_FORMAT, true, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "gets", "gat 5", "gats 5"})
    void aKeyThatIsTooLongAnywhereRejectsTheRetrieval(String verb) {
        String longest = "k".repeat(250);
        assertEquals(Decoded.KEYS, decoding.decode(verb + " a " + longest + " b\r\n"));
        assertEquals(Decoded.REJECTED, decoding.decode(verb + " a " + longest + "k b\r\n"));
        assertRejected(TextError.BAD_FORMAT, false, 0);
        assertEquals(Decoded.REJECTED, decoding.decode(verb + " a " + longest + "k noreply\r\n"));
        assertRejected(TextError.BAD_FORMAT, false, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "get", "get ", "gets", "gets   ", "gat", "gat 10", "gats 10 ", "gat x", "delete", "delete ", "incr", "incr k",
        "decr k", "touch", "touch k", "verbosity", "verbosity x", "verbosity -1", "verbosity 4294967296"
    })
    void missingArgumentsAreABadFormat(String line) {
        assertEquals(Decoded.REJECTED, decoding.decode(line + "\r\n"));
        assertRejected(TextError.BAD_FORMAT, false, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "a\r\n", "ab\n", " \r\n"})
    void aLineOfUnderFourBytesIsABadFormat(String line) {
        assertEquals(Decoded.REJECTED, decoding.decode(line));
        assertRejected(TextError.BAD_FORMAT, false, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "gat x k,BAD_EXPTIME", "gats 2147483648 k,BAD_EXPTIME", "gat - k,BAD_EXPTIME", "touch k x,BAD_EXPTIME",
        "touch k 99999999999,BAD_EXPTIME", "touch k +1,BAD_EXPTIME", "flush_all x,BAD_EXPTIME",
        "flush_all noreply 5,BAD_EXPTIME", "incr k x,BAD_DELTA", "incr k -1,BAD_DELTA", "decr k +1,BAD_DELTA",
        "incr k 18446744073709551616,BAD_DELTA", "bogus,UNKNOWN", "GET k,UNKNOWN", "getk,UNKNOWN", "ab,UNKNOWN",
        "'   ',UNKNOWN", "' get k',UNKNOWN", "' version',UNKNOWN", "get\tk,UNKNOWN",
        "flush_allx,UNKNOWN"
    })
    void eachErrorHasItsText(String line, TextError error) {
        assertEquals(Decoded.REJECTED, decoding.decode(line + "\r\n"));
        assertRejected(error, false, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "bogus noreply", "touch k noreply", "incr k noreply", "flush_all x noreply", "flush_all noreply noreply",
        "verbosity noreply", "mz noreply", " bogus noreply"
    })
    void noreplyHidesErrorsFoundAfterIt(String line) {
        assertEquals(Decoded.REJECTED, decoding.decode(line + "\r\n"));
        assertTrue(decoding.command.noreply);
    }

    @ParameterizedTest
    @CsvSource({
        "delete k,DELETE,false", "delete k 5,DELETE,false", "delete k noreply,DELETE,true",
        "delete noreply,DELETE,true",
        "incr k 5,INCR,false", "incr k 5 noreply,INCR,true", "decr k 18446744073709551615,DECR,false",
        "touch k -5,TOUCH,false", "touch k 5 noreply,TOUCH,true", "flush_all,FLUSH_ALL,false",
        "flush_all noreply,FLUSH_ALL,true", "flush_all 10,FLUSH_ALL,false", "flush_all -1 x,FLUSH_ALL,false",
        "flush_all 10 noreply,FLUSH_ALL,true", "' flush_all',FLUSH_ALL,false", "version,VERSION,false",
        "version noreply,VERSION,false", "quit,QUIT,false", "quit noreply,QUIT,false", "stats,STATS,false",
        "stats noreply,STATS,false", "verbosity 1,VERBOSITY,false", "verbosity 4294967295 noreply,VERBOSITY,true",
        "shutdown,SHUTDOWN,false", "shutdown graceful,SHUTDOWN,false", "shutdown noreply,SHUTDOWN,true"
    })
    void commandsWithoutAValue(String line, Opcode opcode, boolean noreply) {
        assertEquals(Decoded.COMMAND, decoding.decode(line + "\r\n"));
        assertEquals(opcode, decoding.command.opcode);
        assertEquals(noreply, decoding.command.noreply);
    }

    @Test
    void numbersArriveInTheCommand() {
        decoding.decode("incr k 18446744073709551615\r\n");
        assertEquals(-1L, decoding.command.delta);
        decoding.decode("touch k -2147483648\r\n");
        assertEquals(Integer.MIN_VALUE, decoding.command.rawExptime);
        decoding.decode("verbosity 3\r\n");
        assertEquals(3, decoding.command.delta);
        decoding.decode("flush_all 77\r\n");
        assertEquals(77, decoding.command.rawExptime);
        decoding.decode("flush_all noreply\r\n");
        assertEquals(0, decoding.command.rawExptime);
    }

    @Test
    void anUnknownVerbWithAnHttpTailHangsUp() {
        assertEquals(Decoded.HANG_UP, decoding.decode("GET / HTTP/1.1\r\n"));
        assertEquals(Decoded.HANG_UP, decoding.decode("  POST HTTP/\n"));
        assertEquals(Decoded.REJECTED, decoding.decode("HTTP/1.1\r\n"));
        assertEquals(Decoded.REJECTED, decoding.decode("GET HTTP\r\n"));
        assertEquals(Decoded.KEYS, decoding.decode("get / HTTP/1.1\r\n"));
        assertEquals(List.of("/", "HTTP/1.1"), decoding.keys());
    }

    @Test
    void controlBytesAreKeyBytes() {
        assertEquals(Decoded.KEYS, decoding.decode("get a\tb\0c\rd\u00ff\r\r\n"));
        assertEquals(List.of("a\tb\0c\rd\u00ff\r"), decoding.keys());
    }

    @Test
    void subCommandWordsMayBeCutShort() {
        decoding.decode("stats res\r\n");
        assertEquals(2, decoding.decoder.words());
        assertTrue(decoding.decoder.isPrefix(decoding.in, 1, "reset"));
        assertTrue(decoding.decoder.isPrefix(decoding.in, 1, "res"));
        assertFalse(decoding.decoder.isPrefix(decoding.in, 1, "re"));
        assertFalse(decoding.decoder.isPrefix(decoding.in, 1, "settings"));
    }

    private void assertRejected(TextError error, boolean noreply, int swallow) {
        assertEquals(error, decoding.decoder.error());
        assertEquals(noreply, decoding.command.noreply);
        assertEquals(swallow, decoding.decoder.swallow());
    }
}
