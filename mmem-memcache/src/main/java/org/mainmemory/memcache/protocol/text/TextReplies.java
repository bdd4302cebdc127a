package org.mainmemory.memcache.protocol.text;

import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Outcome;

/**
 * Tells outcomes in the words of the text protocol. Fixed replies are one or two words of eight bytes; nothing is
 * allocated. The caller has seen to the room: {@value #MAX_LINE} bytes are enough for any line.
 *
 * <p>Stateless; whoever owns the output.
 */
public final class TextReplies {

    /** Room that any reply line fits in, a VALUE line included. */
    public static final int MAX_LINE = 512;

    private static final long CR_LF = TextWord.of("\r\n");
    private static final long LF = '\n';
    private static final long STORED = TextWord.of("STORED\r\n");
    private static final long EXISTS = TextWord.of("EXISTS\r\n");
    private static final long DELETED = TextWord.of("DELETED\r");
    private static final long TOUCHED = TextWord.of("TOUCHED\r");
    private static final long NOT_FOUND = TextWord.of("NOT_FOUN");
    private static final long NOT_FOUND_TAIL = TextWord.of("D\r\n");
    private static final long NOT_STORED = TextWord.of("NOT_STOR");
    private static final long NOT_STORED_TAIL = TextWord.of("ED\r\n");
    private static final long END = TextWord.of("END\r\n");
    private static final long OK = TextWord.of("OK\r\n");
    private static final long RESET = TextWord.of("RESET\r\n");
    private static final long VALUE = TextWord.of("VALUE ");
    private static final long ZERO_FLAGS = TextWord.of(" 0 ");

    /** STORED. */
    public void stored(OutputBuffer out) {
        out.putWord(STORED, 8);
    }

    /** DELETED. */
    public void deleted(OutputBuffer out) {
        out.putWord(DELETED, 8);
        out.putWord(LF, 1);
    }

    /** TOUCHED. */
    public void touched(OutputBuffer out) {
        out.putWord(TOUCHED, 8);
        out.putWord(LF, 1);
    }

    /** NOT_FOUND. */
    public void notFound(OutputBuffer out) {
        out.putWord(NOT_FOUND, 8);
        out.putWord(NOT_FOUND_TAIL, 3);
    }

    /** END of a retrieval. */
    public void end(OutputBuffer out) {
        out.putWord(END, 5);
    }

    /** OK. */
    public void ok(OutputBuffer out) {
        out.putWord(OK, 4);
    }

    /** RESET of the statistics. */
    public void reset(OutputBuffer out) {
        out.putWord(RESET, 7);
    }

    /** A number, unsigned. */
    public void number(OutputBuffer out, long value) {
        out.putUnsigned(value);
        out.putWord(CR_LF, 2);
    }

    /** Any line of ASCII characters. For replies that are not per request. */
    public void line(OutputBuffer out, String text) {
        out.putAscii(text);
        lineEnd(out);
    }

    /** An error line. */
    public void error(OutputBuffer out, TextError error) {
        out.putBytes(error.line());
    }

    /** What came of a storage command. */
    public void storage(OutputBuffer out, Outcome outcome) {
        switch (outcome) {
            case STORED -> stored(out);
            case NOT_STORED -> {
                out.putWord(NOT_STORED, 8);
                out.putWord(NOT_STORED_TAIL, 4);
            }
            case EXISTS -> out.putWord(EXISTS, 8);
            case NOT_FOUND -> notFound(out);
            case TOO_LARGE -> error(out, TextError.TOO_LARGE);
            case OUT_OF_MEMORY -> error(out, TextError.NO_MEMORY_STORING);
            default -> throw new IllegalArgumentException(outcome + " of a storage command");
        }
    }

    /** The line before a value, with the command's key; the value and {@link #lineEnd} follow. */
    public void valueHead(OutputBuffer out, Command command, int clientFlags, int valueLength) {
        head(out, command, clientFlags, valueLength);
        out.putWord(CR_LF, 2);
    }

    /** The line before a value with its CAS. */
    public void valueHead(OutputBuffer out, Command command, int clientFlags, int valueLength, long cas) {
        head(out, command, clientFlags, valueLength);
        out.putWord(' ', 1);
        out.putUnsigned(cas);
        out.putWord(CR_LF, 2);
    }

    /** CR LF. */
    public void lineEnd(OutputBuffer out) {
        out.putWord(CR_LF, 2);
    }

    private static void head(OutputBuffer out, Command command, int clientFlags, int valueLength) {
        out.putWord(VALUE, 6);
        out.putBytes(command.keyBytes, command.keyOffset, command.keyLength);
        if (clientFlags == 0) {
            out.putWord(ZERO_FLAGS, 3);
        } else {
            out.putWord(' ', 1);
            out.putUnsigned(clientFlags & 0xFFFF_FFFFL);
            out.putWord(' ', 1);
        }
        out.putUnsigned(valueLength);
    }
}
