package org.mainmemory.server.bench;

import org.mainmemory.core.memory.InputBuffer;

/** Splits replies into lines and values, for the dialects that speak so. One thread. */
final class ReplyLines {

    /** What a line says. */
    interface LineReader {

        /** Takes the line that reaches to {@code end}, where its CR is; false if it makes no sense. */
        boolean takeLine(InputBuffer in, int end, long nowNanos);

        /** A value, begun with {@link #beginValue}, and the end of its line have been read. */
        void endValue(long nowNanos);
    }

    private static final byte[] SERVER_ERROR = Words.ascii("SERVER_ERROR ");

    private final ReplyChecks checks;
    private final LineReader reader;
    private boolean valueEnds;

    ReplyLines(ReplyChecks checks, LineReader reader) {
        this.checks = checks;
        this.reader = reader;
    }

    /** {@link ReplyReader#read}. */
    boolean read(InputBuffer in, long nowNanos) {
        while (in.length() > 0) {
            if (checks.isInValue()) {
                checks.takeValue(in);
                continue;
            }
            int lineFeed = in.indexOf((byte) '\n', in.start());
            if (lineFeed < 0) {
                return in.length() < ReplyReader.LONGEST_LINE || checks.broken(in, in.end(), "a line without an end");
            }
            if (!takeLine(in, lineFeed, nowNanos)) {
                return false;
            }
            in.consumeTo(lineFeed + 1);
        }
        return true;
    }

    private boolean takeLine(InputBuffer in, int lineFeed, long nowNanos) {
        int end = lineFeed - 1;
        if (end < in.start() || in.byteAt(end) != '\r') {
            return checks.broken(in, lineFeed, "no CR before LF");
        }
        if (valueEnds) {
            return endValue(in, end, nowNanos);
        }
        if (!checks.awaitsReply()) {
            return checks.broken(in, end, "a reply to no request");
        }
        return reader.takeLine(in, end, nowNanos);
    }

    private boolean endValue(InputBuffer in, int end, long nowNanos) {
        valueEnds = false;
        if (end > in.start()) {
            return checks.broken(in, end, "a value longer than announced");
        }
        reader.endValue(nowNanos);
        return true;
    }

    /** A value and the end of its line come next; false if flags or length are not those that were stored. */
    boolean beginValue(InputBuffer in, int end, long flags, long length) {
        valueEnds = checks.beginValue(flags, length);
        return valueEnds || checks.broken(in, end, "wrong flags or length");
    }

    /** Whether the line is one of the server's errors, which is then counted; else it has to make sense. */
    boolean isServerError(InputBuffer in, int end) {
        if (!Words.startsWith(SERVER_ERROR, in, in.start(), end)) {
            return false;
        }
        checks.serverError(ReplyChecks.text(in, in.start(), end));
        return true;
    }
}
