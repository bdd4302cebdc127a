package org.mainmemory.memcache.protocol.meta;

import org.mainmemory.core.memory.AsciiNumbers;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/**
 * Tells outcomes in the words of the meta commands: a code of two letters, then what the flags ask for, in their order.
 * Nothing is allocated. The caller has seen to the room: {@value #MAX_LINE} bytes are enough for any line.
 *
 * <p>Stateless; whoever owns the output.
 */
public final class MetaReplies {

    /** Room that any reply line fits in: one with a key of 250 bytes as base64 and everything else takes 467 bytes. */
    public static final int MAX_LINE = 512;

    private static final int CR_LF = '\r' | '\n' << 8;
    private static final int VA = word('V', 'A') | ' ' << 16;
    private static final int HD = word('H', 'D');
    private static final int EN = word('E', 'N');
    private static final int NS = word('N', 'S');
    private static final int EX = word('E', 'X');
    private static final int NF = word('N', 'F');
    private static final int MN = word('M', 'N') | CR_LF << 16;
    private static final int NO_TTL = word('-', '1');
    private static final int BINARY = word(' ', 'b');
    private static final int TOKEN_SENT = word(' ', 'Z');
    private static final int STALE = word(' ', 'X');
    private static final int WON = word(' ', 'W');
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;

    private static int word(char first, char second) {
        return first | second << Byte.SIZE;
    }

    /** MN: everything so far has been answered. */
    public void noop(OutputBuffer out) {
        out.putWord(MN, 4);
    }

    /** CR LF. */
    public void lineEnd(OutputBuffer out) {
        out.putWord(CR_LF, 2);
    }

    /** EN: mg found no item. */
    public void miss(OutputBuffer out, MetaRequest request) {
        echo(out, EN, request);
    }

    /** NF, EX or HD of md; NF or EX of ma. */
    public void outcome(OutputBuffer out, MetaRequest request, Outcome outcome) {
        echo(out, code(outcome), request);
    }

    /** A line that gives back nothing but what the client has sent. */
    private static void echo(OutputBuffer out, int code, MetaRequest request) {
        out.putWord(code, 2);
        for (long left = request.steps; left != 0; left >>>= MetaRequest.STEP_BITS) {
            switch (MetaRequest.step(left)) {
                case MetaRequest.TELL_OPAQUE -> opaque(out, request);
                case MetaRequest.TELL_KEY -> key(out, request, request.base64);
                default -> {
                }
            }
        }
        out.putWord(CR_LF, 2);
    }

    /** What came of ms. */
    public void stored(OutputBuffer out, MetaRequest request, Outcome outcome, Result result) {
        out.putWord(code(outcome), 2);
        for (long left = request.steps; left != 0; left >>>= MetaRequest.STEP_BITS) {
            switch (MetaRequest.step(left)) {
                case MetaRequest.TELL_OPAQUE -> opaque(out, request);
                case MetaRequest.TELL_KEY -> key(out, request, request.base64);
                case MetaRequest.TELL_CAS -> tell(out, 'c', outcome == Outcome.STORED ? result.cas : 0);
                case MetaRequest.TELL_SIZE -> tell(out, 's',
                        outcome == Outcome.STORED ? result.valueLength : request.valueLength);
                default -> {
                }
            }
        }
        out.putWord(CR_LF, 2);
    }

    /**
     * HD of mg, or VA, behind which the caller puts the value and {@link #lineEnd}.
     *
     * @param item the item as it was before the command, or as the command made it
     */
    public void item(OutputBuffer out, MetaRequest request, Command command, Result result, MetaItem item,
            boolean withValue) {
        if (withValue) {
            out.putWord(VA, 3);
            out.putUnsigned(item.valueLength);
        } else {
            out.putWord(HD, 2);
        }
        int exptime = result.created ? 0 : item.exptime;
        for (long left = request.steps; left != 0; left >>>= MetaRequest.STEP_BITS) {
            int step = MetaRequest.step(left);
            exptime = exptime(step, exptime, command, result);
            switch (step) {
                case MetaRequest.TELL_TTL -> ttl(out, exptime, command.nowSeconds);
                case MetaRequest.TELL_KEY -> key(out, request, item.binaryKey);
                case MetaRequest.TELL_OPAQUE -> opaque(out, request);
                default -> field(out, step, item, command.nowSeconds);
            }
        }
        marks(out, item, result);
        out.putWord(CR_LF, 2);
    }

    private static void field(OutputBuffer out, int step, MetaItem item, int nowSeconds) {
        switch (step) {
            case MetaRequest.TELL_SIZE -> tell(out, 's', item.valueLength);
            case MetaRequest.TELL_CAS -> tell(out, 'c', item.cas);
            case MetaRequest.TELL_CLIENT_FLAGS -> tell(out, 'f', item.clientFlags & MAX_UNSIGNED);
            case MetaRequest.TELL_LAST_USE -> tell(out, 'l', nowSeconds - item.lastUse & MAX_UNSIGNED);
            case MetaRequest.TELL_HIT -> tell(out, 'h', item.fetched ? 1 : 0);
            default -> {
            }
        }
    }

    private static void marks(OutputBuffer out, MetaItem item, Result result) {
        if (item.tokenSent) {
            out.putWord(TOKEN_SENT, 2);
        }
        if (item.stale) {
            out.putWord(STALE, 2);
        }
        if (result.won) {
            out.putWord(WON, 2);
        }
    }

    /** HD of ma, or VA with the number. */
    public void counted(OutputBuffer out, MetaRequest request, Command command, Result result) {
        if (request.value) {
            out.putWord(VA, 3);
            out.putUnsigned(AsciiNumbers.unsignedLength(result.number));
        } else {
            out.putWord(HD, 2);
        }
        int exptime = result.exptimeBefore;
        for (long left = request.steps; left != 0; left >>>= MetaRequest.STEP_BITS) {
            int step = MetaRequest.step(left);
            exptime = exptime(step, exptime, command, result);
            switch (step) {
                case MetaRequest.TELL_TTL -> ttl(out, exptime, command.nowSeconds);
                case MetaRequest.TELL_CAS -> tell(out, 'c', result.cas);
                case MetaRequest.TELL_OPAQUE -> opaque(out, request);
                case MetaRequest.TELL_KEY -> key(out, request, request.base64);
                default -> {
                }
            }
        }
        out.putWord(CR_LF, 2);
        if (request.value) {
            out.putUnsigned(result.number);
            out.putWord(CR_LF, 2);
        }
    }

    /**
     * The line of me.
     *
     * @param slabClass memcached's number of the item's class
     * @param size the whole item by memcached's reckoning, in bytes
     */
    public void debug(OutputBuffer out, MetaRequest request, MetaItem item, int nowSeconds, int slabClass, long size) {
        out.putAscii("ME ");
        keyText(out, request, item.binaryKey);
        out.putAscii(" exp=");
        if (item.exptime == 0) {
            out.putWord(NO_TTL, 2);
        } else {
            out.putUnsigned(Math.max(0, item.exptime - nowSeconds));
        }
        out.putAscii(" la=");
        out.putUnsigned(nowSeconds - item.lastUse & MAX_UNSIGNED);
        out.putAscii(" cas=");
        out.putUnsigned(item.cas);
        out.putAscii(item.fetched ? " fetch=yes cls=" : " fetch=no cls=");
        out.putUnsigned(slabClass);
        out.putAscii(" size=");
        out.putUnsigned(size);
        out.putWord(CR_LF, 2);
    }

    /** The exptime that the item has behind a step of the request, if it was {@code exptime} before it. */
    private static int exptime(int step, int exptime, Command command, Result result) {
        if (step == MetaRequest.SET_EXPTIME) {
            return command.exptimeSeconds;
        }
        return step == MetaRequest.SET_VIVIFY_EXPTIME && result.created ? command.vivifyExptimeSeconds : exptime;
    }

    private static int code(Outcome outcome) {
        return switch (outcome) {
            case STORED, DELETED -> HD;
            case NOT_STORED -> NS;
            case EXISTS -> EX;
            case NOT_FOUND -> NF;
            default -> throw new IllegalArgumentException(outcome + " has no code");
        };
    }

    private static void tell(OutputBuffer out, char flag, long value) {
        out.putWord(word(' ', flag), 2);
        out.putUnsigned(value);
    }

    /** Seconds left; an item that has just been made to expire shows a number that wrapped, as memcached has it. */
    private static void ttl(OutputBuffer out, int exptime, int nowSeconds) {
        out.putWord(word(' ', 't'), 2);
        if (exptime == 0) {
            out.putWord(NO_TTL, 2);
        } else {
            out.putUnsigned(exptime - nowSeconds & MAX_UNSIGNED);
        }
    }

    private static void opaque(OutputBuffer out, MetaRequest request) {
        out.putWord(' ', 1);
        out.putBytes(request.opaqueBytes, request.opaqueOffset, request.opaqueLength);
    }

    private static void key(OutputBuffer out, MetaRequest request, boolean binary) {
        out.putWord(word(' ', 'k'), 2);
        keyText(out, request, binary);
        if (binary) {
            out.putWord(BINARY, 2);
        }
    }

    private static void keyText(OutputBuffer out, MetaRequest request, boolean binary) {
        if (binary) {
            Base64Key.encode(request.keyBytes, request.keyOffset, request.keyLength, out);
        } else {
            out.putBytes(request.keyBytes, request.keyOffset, request.keyLength);
        }
    }
}
