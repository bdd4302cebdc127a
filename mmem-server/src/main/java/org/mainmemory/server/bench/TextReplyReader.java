package org.mainmemory.server.bench;

import org.mainmemory.core.memory.InputBuffer;

/** Reads {@code STORED}, and {@code VALUE <key> <flags> <bytes>} with values up to {@code END}. One thread. */
final class TextReplyReader implements ReplyReader, ReplyLines.LineReader {

    private static final byte[] STORED = Words.ascii("STORED");
    private static final byte[] VALUE = Words.ascii("VALUE ");
    private static final byte[] END = Words.ascii("END");

    private final ReplyChecks checks;
    private final ReplyLines lines;
    private final Words words = new Words();

    TextReplyReader(ReplyChecks checks) {
        this.checks = checks;
        this.lines = new ReplyLines(checks, this);
    }

    @Override
    public boolean read(InputBuffer in, long nowNanos) {
        return lines.read(in, nowNanos);
    }

    @Override
    public boolean takeLine(InputBuffer in, int end, long nowNanos) {
        if (!checks.isSet() && Words.startsWith(VALUE, in, in.start(), end)) {
            return valueHead(in, end);
        }
        if (checks.isSet() && Words.is(STORED, in, end)) {
            checks.stored(nowNanos);
        } else if (!checks.isSet() && Words.is(END, in, end)) {
            checks.got(nowNanos);
        } else if (lines.isServerError(in, end)) {
            checks.replied(nowNanos);
        } else {
            return checks.broken(in, end, checks.isSet() ? "a bad reply to set" : "a bad reply to get");
        }
        return true;
    }

    @Override
    public void endValue(long nowNanos) {
        // The next VALUE or END comes.
    }

    /** A key that was asked for, in the order asked; those passed over are misses. */
    private boolean valueHead(InputBuffer in, int end) {
        words.moveTo(in.start() + VALUE.length);
        int keyEnd = words.wordEnd(in, end);
        while (checks.nextKey()) {
            if (checks.isKey(in, words.cursor(), keyEnd - words.cursor())) {
                words.moveTo(keyEnd + 1);
                long flags = words.takeNumber(in, end);
                long length = words.takeNumber(in, end);
                return lines.beginValue(in, end, words.isPast(end) ? flags : -1, words.isPast(end) ? length : -1);
            }
        }
        return checks.broken(in, end, "a key that was not asked for");
    }
}
