package org.mainmemory.server.bench;

import org.mainmemory.core.memory.InputBuffer;

/**
 * Reads {@code HD}, and for each key {@code VA <bytes> k<key> f<flags>} with its value or {@code EN}, to
 * which some releases add the key. One thread.
 */
final class MetaReplyReader implements ReplyReader, ReplyLines.LineReader {

    private static final byte[] STORED = Words.ascii("HD");
    private static final byte[] VALUE = Words.ascii("VA ");
    private static final byte[] MISS = Words.ascii("EN");
    private static final byte[] KEY = Words.ascii("k");
    private static final byte[] FLAGS = Words.ascii("f");

    private final ReplyChecks checks;
    private final ReplyLines lines;
    private final Words words = new Words();

    MetaReplyReader(ReplyChecks checks) {
        this.checks = checks;
        this.lines = new ReplyLines(checks, this);
    }

    @Override
    public boolean read(InputBuffer in, long nowNanos) {
        return lines.read(in, nowNanos);
    }

    @Override
    public boolean takeLine(InputBuffer in, int end, long nowNanos) {
        if (checks.isSet()) {
            return setReply(in, end, nowNanos);
        }
        checks.nextKey();
        if (Words.startsWith(VALUE, in, in.start(), end)) {
            return valueHead(in, end);
        }
        if (!isMiss(in, end) && !lines.isServerError(in, end)) {
            return checks.broken(in, end, "a bad reply to mg");
        }
        endValue(nowNanos);
        return true;
    }

    private boolean isMiss(InputBuffer in, int end) {
        words.moveTo(in.start() + MISS.length + 1);
        return Words.is(MISS, in, end)
                || (Words.startsWith(MISS, in, in.start(), end) && takesKey(in, end) && words.isPast(end));
    }

    /** Has the next key answered; behind the last one the request is. */
    @Override
    public void endValue(long nowNanos) {
        if (checks.keysPassed() == checks.keyCount()) {
            checks.got(nowNanos);
        }
    }

    private boolean valueHead(InputBuffer in, int end) {
        words.moveTo(in.start() + VALUE.length);
        long length = words.takeNumber(in, end);
        if (!takesKey(in, end)) {
            return checks.broken(in, end, "a key that was not asked for");
        }
        boolean hasFlags = Words.startsWith(FLAGS, in, words.cursor(), end);
        words.moveTo(words.cursor() + FLAGS.length);
        long flags = words.takeNumber(in, end);
        boolean sound = hasFlags && words.isPast(end);
        return lines.beginValue(in, end, sound ? flags : -1, sound ? length : -1);
    }

    private boolean takesKey(InputBuffer in, int end) {
        int keyEnd = words.wordEnd(in, end);
        int key = words.cursor() + KEY.length;
        boolean asked = Words.startsWith(KEY, in, words.cursor(), end) && checks.isKey(in, key, keyEnd - key);
        words.moveTo(keyEnd + 1);
        return asked;
    }

    private boolean setReply(InputBuffer in, int end, long nowNanos) {
        if (Words.is(STORED, in, end)) {
            checks.stored(nowNanos);
        } else if (lines.isServerError(in, end)) {
            checks.replied(nowNanos);
        } else {
            return checks.broken(in, end, "a bad reply to ms");
        }
        return true;
    }
}
