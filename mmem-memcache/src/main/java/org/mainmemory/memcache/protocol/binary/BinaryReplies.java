package org.mainmemory.memcache.protocol.binary;

import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Outcome;

/**
 * Tells outcomes in packets of the binary protocol. A quiet request gets no reply to success, and none to the miss of a
 * read; what it finds and what goes wrong is told, under its own opcode.
 *
 * <p>Nothing is allocated. The caller has seen to the room: {@value #MAX_PACKET} bytes are enough for any packet but
 * that of an item, of which they hold all but the value. Stateless; whoever owns the output.
 */
public final class BinaryReplies {

    /** Room that any packet fits in, without the value of an item. */
    public static final int MAX_PACKET = 512;

    private static final int FLAGS_LENGTH = 4;
    private static final int AUTH_CONTINUE = 0x21;

    /** Success with nothing more to say than the item's CAS, or 0. Silent if the request is quiet. */
    public void success(OutputBuffer out, BinaryRequest request, long cas) {
        if (!request.verb().isQuiet()) {
            BinaryHeader.write(out, request, 0, 0, 0, 0, cas);
        }
    }

    /** Success, told in a text. */
    public void text(OutputBuffer out, BinaryRequest request, byte[] text) {
        BinaryHeader.write(out, request, 0, 0, 0, text.length, 0);
        out.putBytes(text);
    }

    /** Authentication needs another step; there is nothing to tell for it. */
    public void challenge(OutputBuffer out, BinaryRequest request) {
        BinaryHeader.write(out, request, AUTH_CONTINUE, 0, 0, 0, 0);
    }

    /** Something went wrong. */
    public void error(OutputBuffer out, BinaryRequest request, BinaryStatus status) {
        byte[] text = status.text();
        BinaryHeader.write(out, request, status.code(), 0, 0, text.length, 0);
        out.putBytes(text);
    }

    /** What came of a storage command. */
    public void storage(OutputBuffer out, BinaryRequest request, Outcome outcome, long cas) {
        switch (outcome) {
            case STORED -> success(out, request, cas);
            case NOT_STORED -> error(out, request, unmet(request.verb()));
            case EXISTS -> error(out, request, BinaryStatus.EXISTS);
            case NOT_FOUND -> error(out, request, BinaryStatus.NOT_FOUND);
            case TOO_LARGE -> error(out, request, BinaryStatus.TOO_LARGE);
            case OUT_OF_MEMORY -> error(out, request, BinaryStatus.NO_MEMORY_STORING);
            default -> throw new IllegalArgumentException(outcome + " of a storage command");
        }
    }

    /** What came of a delete or touch that did not succeed. */
    public void failure(OutputBuffer out, BinaryRequest request, Outcome outcome) {
        error(out, request, outcome == Outcome.EXISTS ? BinaryStatus.EXISTS : BinaryStatus.NOT_FOUND);
    }

    /** What came of an incr or decr. */
    public void count(OutputBuffer out, BinaryRequest request, Outcome outcome, long number, long cas) {
        switch (outcome) {
            case COUNTED -> number(out, request, number, cas);
            case NOT_FOUND -> error(out, request, BinaryStatus.NOT_FOUND);
            case EXISTS -> error(out, request, BinaryStatus.EXISTS);
            case NON_NUMERIC -> error(out, request, BinaryStatus.NON_NUMERIC);
            default -> error(out, request, BinaryStatus.NO_MEMORY_COUNTING);
        }
    }

    /** What comes before an item's value: header, client flags and, if asked for, the key. */
    public void itemHead(
            OutputBuffer out, BinaryRequest request, Command command, int clientFlags, int valueLength, long cas) {
        int keyLength = request.verb().tellsKey() ? command.keyLength : 0;
        BinaryHeader.write(out, request, 0, FLAGS_LENGTH, keyLength, valueLength, cas);
        out.putWord(Integer.reverseBytes(clientFlags), FLAGS_LENGTH);
        if (keyLength > 0) {
            out.putBytes(command.keyBytes, command.keyOffset, keyLength);
        }
    }

    /** A read found nothing: the key if it was asked for, else a text. Silent if the request is quiet. */
    public void miss(OutputBuffer out, BinaryRequest request, Command command) {
        if (request.verb().isQuiet()) {
            return;
        }
        if (!request.verb().tellsKey()) {
            error(out, request, BinaryStatus.NOT_FOUND);
            return;
        }
        BinaryHeader.write(out, request, BinaryStatus.NOT_FOUND.code(), 0, command.keyLength, 0, 0);
        out.putBytes(command.keyBytes, command.keyOffset, command.keyLength);
    }

    /**
     * One packet of a stat, of any length; an empty key and value end the series. Cold: the packet is made anew.
     */
    public byte[] stat(BinaryRequest request, byte[] key, byte[] value) {
        return BinaryHeader.response(request, key.length, value.length).put(key).put(value).array();
    }

    private void number(OutputBuffer out, BinaryRequest request, long number, long cas) {
        if (!request.verb().isQuiet()) {
            BinaryHeader.write(out, request, 0, 0, 0, Long.BYTES, cas);
            out.putWord(Long.reverseBytes(number), Long.BYTES);
        }
    }

    /** Why a verb whose condition is not met has not stored. */
    private static BinaryStatus unmet(BinaryVerb verb) {
        return switch (verb.opcode()) {
            case ADD -> BinaryStatus.EXISTS;
            case REPLACE -> BinaryStatus.NOT_FOUND;
            default -> BinaryStatus.NOT_STORED;
        };
    }
}
