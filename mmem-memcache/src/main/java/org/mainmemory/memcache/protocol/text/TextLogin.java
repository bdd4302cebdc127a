package org.mainmemory.memcache.protocol.text;

import org.mainmemory.core.memory.InputBuffer;

/**
 * Reads what a client says before it has authenticated: a {@code set} whose key, flags and exptime mean nothing, and
 * whose value is a user, a space and a password. Everything else is refused, line by line.
 *
 * <p>A plain function like {@link TextDecoder}; seldom called. One per loop, that loop's thread only.
 */
public final class TextLogin {

    /** A longer value is refused, in bytes. */
    public static final int MAX_VALUE_LENGTH = 16 << 10;

    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final long SET = TextWord.of("set");
    /** A line with fewer bytes before its LF cannot be meant well. */
    private static final int SHORTEST_LINE = 6;

    private final Tokens tokens = new Tokens();
    private final TextNumber number = new TextNumber();

    private int valueStart;
    private int next;
    private int space;
    private TextError error = TextError.UNAUTHENTICATED;

    /** Index behind what was read. */
    public int next() {
        return next;
    }

    /** Of something rejected: what to say. */
    public TextError error() {
        return error;
    }

    /** The user in a login. */
    public byte[] user(InputBuffer in) {
        return bytes(in, valueStart, space);
    }

    /** The password in a login. */
    public byte[] password(InputBuffer in) {
        return bytes(in, space + 1, next - 2);
    }

    /**
     * Reads a login at the start of the window: {@link Decoded#COMMAND} if it is one, else {@link Decoded#NEED_MORE},
     * {@link Decoded#REJECTED} or {@link Decoded#HANG_UP}.
     */
    public Decoded decode(InputBuffer in) {
        int start = in.start();
        int lf = in.indexOf(LF, start);
        if (lf < 0) {
            return in.length() > TextDecoder.MAX_UNENDED_LINE ? Decoded.HANG_UP : Decoded.NEED_MORE;
        }
        if (lf - start < SHORTEST_LINE) {
            return Decoded.HANG_UP;
        }
        next = lf + 1;
        valueStart = next;
        tokens.scan(in, start, in.byteAt(lf - 1) == CR ? lf - 1 : lf);
        boolean set = tokens.count() >= 5 && tokens.start(0) == start && tokens.word(in, 0) == SET;
        if (!set || !number.u32(in, tokens.start(4), tokens.end(4))) {
            return reject(TextError.UNAUTHENTICATED);
        }
        return number.value() > MAX_VALUE_LENGTH ? reject(TextError.TOKEN_TOO_LONG) : value(in, (int) number.value());
    }

    private Decoded value(InputBuffer in, int length) {
        int end = valueStart + length;
        if (in.end() < end + 2) {
            return in.isFull() ? Decoded.HANG_UP : Decoded.NEED_MORE;
        }
        next = end + 2;
        if (in.byteAt(end) != CR || in.byteAt(end + 1) != LF) {
            return reject(TextError.BAD_TERMINATION);
        }
        space = Tokens.spaceOrEnd(in, valueStart, end);
        return space == end ? reject(TextError.BAD_LOGIN) : Decoded.COMMAND;
    }

    private Decoded reject(TextError text) {
        error = text;
        return Decoded.REJECTED;
    }

    private static byte[] bytes(InputBuffer in, int from, int to) {
        byte[] copy = new byte[to - from];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = in.byteAt(from + i);
        }
        return copy;
    }
}
