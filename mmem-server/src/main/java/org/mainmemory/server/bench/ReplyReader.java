package org.mainmemory.server.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the replies on one connection and checks each against the request it answers: status words, keys and lengths
 * of values always, flags and contents when asked to. Bytes may come in any pieces. One thread.
 */
final class ReplyReader {

    /** The longest line that the server may send here, and so what an input buffer must hold. */
    static final int LONGEST_LINE = 2048;

    private static final byte[] STORED = ascii("STORED");
    private static final byte[] VALUE = ascii("VALUE ");
    private static final byte[] END = ascii("END");
    private static final byte[] SERVER_ERROR = ascii("SERVER_ERROR ");

    private final Payload payload;
    private final boolean verify;
    private final Pending pending;
    private final Tally tally;
    private final ByteBuffer expected = ByteBuffer.allocate(300);
    private int keysPassed;
    private int hits;
    private long valueKey;
    private int valueAt;
    private int valueLeft;
    private boolean valueEnds;
    private int cursor;

    ReplyReader(LoadSettings settings, Pending pending, Tally tally) {
        this.payload = settings.payload();
        this.verify = settings.verify();
        this.pending = pending;
        this.tally = tally;
    }

    /**
     * Takes all complete lines and all bytes of values from {@code in}. False when the server has said what no server
     * may say: the tally has the error, and the connection is of no use any more.
     */
    boolean read(ByteBuffer in, long nowNanos) {
        while (in.hasRemaining()) {
            if (valueLeft > 0) {
                takeValue(in);
                continue;
            }
            int lineFeed = lineFeed(in);
            if (lineFeed < 0) {
                return in.remaining() < LONGEST_LINE || broken(in, in.limit(), "a line without an end");
            }
            if (!takeLine(in, lineFeed, nowNanos)) {
                return false;
            }
            in.position(lineFeed + 1);
        }
        return true;
    }

    private void takeValue(ByteBuffer in) {
        int length = Math.min(valueLeft, in.remaining());
        if (verify && !payload.matches(in.slice(in.position(), length), valueKey, valueAt)) {
            tally.error(1, "wrong bytes in the value of key number " + valueKey + " from byte " + valueAt);
        }
        in.position(in.position() + length);
        valueAt += length;
        valueLeft -= length;
    }

    private boolean takeLine(ByteBuffer in, int lineFeed, long nowNanos) {
        int end = lineFeed - 1;
        if (end < in.position() || in.get(end) != '\r') {
            return broken(in, lineFeed, "no CR before LF");
        }
        if (valueEnds) {
            valueEnds = false;
            return end == in.position() || broken(in, end, "a value longer than announced");
        }
        if (pending.count() == 0) {
            return broken(in, end, "a reply to no request");
        }
        return pending.isSet() ? setReply(in, end, nowNanos) : getReply(in, end, nowNanos);
    }

    private boolean setReply(ByteBuffer in, int end, long nowNanos) {
        if (is(STORED, in, end)) {
            tally.sets++;
            return replied(nowNanos);
        }
        return serverError(in, end, nowNanos) || broken(in, end, "a bad reply to set");
    }

    private boolean getReply(ByteBuffer in, int end, long nowNanos) {
        if (startsWith(VALUE, in, end)) {
            return valueHead(in, end);
        }
        if (is(END, in, end)) {
            tally.hits += hits;
            tally.misses += pending.keyCount() - hits;
            return replied(nowNanos);
        }
        return serverError(in, end, nowNanos) || broken(in, end, "a bad reply to get");
    }

    private boolean serverError(ByteBuffer in, int end, long nowNanos) {
        if (!startsWith(SERVER_ERROR, in, end)) {
            return false;
        }
        tally.serverErrors++;
        tally.error(1, text(in, end));
        return replied(nowNanos);
    }

    private boolean replied(long nowNanos) {
        tally.replied(pending.startNanos(), nowNanos);
        pending.remove();
        keysPassed = 0;
        hits = 0;
        return true;
    }

    /** {@code VALUE <key> <flags> <bytes>}: a key that was asked for, in the order asked. */
    private boolean valueHead(ByteBuffer in, int end) {
        cursor = in.position() + VALUE.length;
        while (keysPassed < pending.keyCount()) {
            valueKey = pending.key(keysPassed++);
            if (takeExpectedKey(in, end)) {
                return valueNumbers(in, end);
            }
        }
        return broken(in, end, "a key that was not asked for");
    }

    private boolean valueNumbers(ByteBuffer in, int end) {
        long flags = takeNumber(in, end);
        long length = takeNumber(in, end);
        boolean flagsDiffer = verify ? flags != payload.flags(valueKey) : flags < 0;
        if (cursor != end + 1 || length != payload.length(valueKey) || flagsDiffer) {
            return broken(in, end, "wrong flags or length");
        }
        hits++;
        valueAt = 0;
        valueLeft = (int) length;
        valueEnds = true;
        return true;
    }

    private boolean takeExpectedKey(ByteBuffer in, int end) {
        expected.clear();
        payload.putKey(expected, valueKey);
        expected.put((byte) ' ');
        if (!startsWith(expected.array(), expected.position(), in, cursor, end)) {
            return false;
        }
        cursor += expected.position();
        return true;
    }

    /** The number at the cursor, which moves past the blank behind it; -1 if none is there. */
    private long takeNumber(ByteBuffer in, int end) {
        long number = 0;
        int start = cursor;
        while (cursor < end && in.get(cursor) != ' ') {
            int digit = in.get(cursor++) - '0';
            if (digit < 0 || digit > 9 || cursor - start > 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return cursor++ == start ? -1 : number;
    }

    private static int lineFeed(ByteBuffer in) {
        for (int at = in.position(); at < in.limit(); at++) {
            if (in.get(at) == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static boolean is(byte[] word, ByteBuffer in, int end) {
        return end - in.position() == word.length && startsWith(word, in, end);
    }

    private static boolean startsWith(byte[] word, ByteBuffer in, int end) {
        return startsWith(word, word.length, in, in.position(), end);
    }

    private static boolean startsWith(byte[] word, int length, ByteBuffer in, int start, int end) {
        if (end - start < length) {
            return false;
        }
        for (int at = 0; at < length; at++) {
            if (in.get(start + at) != word[at]) {
                return false;
            }
        }
        return true;
    }

    private boolean broken(ByteBuffer in, int end, String what) {
        tally.error(1, what + ": '" + text(in, end) + "'");
        return false;
    }

    private static String text(ByteBuffer in, int end) {
        byte[] bytes = new byte[Math.clamp(end - in.position(), 0, 100)];
        in.get(in.position(), bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
