package org.mainmemory.server.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.mainmemory.core.memory.InputBuffer;

/**
 * Checks the replies on one connection against the requests they answer and counts them: keys and lengths of values
 * always, flags and contents when asked to. What is the same in all dialects; a {@link ReplyReader} says what it has
 * read. One thread.
 */
final class ReplyChecks {

    private static final int MOST_TEXT = 100;

    private final Payload payload;
    private final boolean verify;
    private final Pending pending;
    private final Tally tally;
    private int keysPassed;
    private int hits;
    private long valueKey;
    private int valueAt;
    private int valueLeft;

    ReplyChecks(LoadSettings settings, Pending pending, Tally tally) {
        this.payload = settings.payload();
        this.verify = settings.verify();
        this.pending = pending;
        this.tally = tally;
    }

    /** Whether there is a request that a reply may be for. */
    boolean awaitsReply() {
        return pending.isWritten();
    }

    /** Whether the oldest request is a set. */
    boolean isSet() {
        return pending.isSet();
    }

    /** Keys of the oldest request. */
    int keyCount() {
        return pending.keyCount();
    }

    /** How many of them have been answered or passed over. */
    int keysPassed() {
        return keysPassed;
    }

    /** Goes to the next key of the oldest request; false if that was the last one. */
    boolean nextKey() {
        if (keysPassed == pending.keyCount()) {
            return false;
        }
        valueKey = pending.key(keysPassed++);
        return true;
    }

    /** Whether the {@code length} bytes at {@code from} are the key that {@link #nextKey} went to. */
    boolean isKey(InputBuffer in, int from, int length) {
        return payload.isKey(in, from, length, valueKey);
    }

    /** Its value is next in the input; false if flags or length are not those that were stored. */
    boolean beginValue(long flags, long length) {
        boolean flagsDiffer = verify ? flags != payload.flags(valueKey) : flags < 0;
        if (flagsDiffer || length != payload.length(valueKey)) {
            return false;
        }
        hits++;
        valueAt = 0;
        valueLeft = (int) length;
        return true;
    }

    /** Whether bytes of a value come next. */
    boolean isInValue() {
        return valueLeft > 0;
    }

    /** Consumes those that are there. */
    void takeValue(InputBuffer in) {
        int length = Math.min(valueLeft, in.length());
        if (verify && !payload.matches(in, in.start(), length, valueKey, valueAt)) {
            tally.error(1, "wrong bytes in the value of key number " + valueKey + " from byte " + valueAt);
        }
        in.consume(length);
        valueAt += length;
        valueLeft -= length;
    }

    /** The oldest request, a set, has been done. */
    void stored(long nowNanos) {
        tally.sets++;
        replied(nowNanos);
    }

    /** The oldest request, a get, has been answered: what was no hit is a miss. */
    void got(long nowNanos) {
        tally.hits += hits;
        tally.misses += pending.keyCount() - hits;
        replied(nowNanos);
    }

    /** The server could not do what was asked, and says why. */
    void serverError(String text) {
        tally.serverErrors++;
        tally.error(1, text);
    }

    /** The oldest request has been answered. */
    void replied(long nowNanos) {
        tally.replied(pending.startNanos(), nowNanos);
        pending.remove();
        keysPassed = 0;
        hits = 0;
    }

    /** What was read up to {@code end} makes no sense; answers false, for the caller's convenience. */
    boolean broken(InputBuffer in, int end, String what) {
        tally.error(1, what + ": '" + text(in, in.start(), end) + "'");
        return false;
    }

    /** At most 100 bytes of what lies there, for people to read. */
    static String text(InputBuffer in, int from, int end) {
        byte[] bytes = new byte[Math.clamp(end - from, 0, MOST_TEXT)];
        MemorySegment.copy(in.bytes(), ValueLayout.JAVA_BYTE, from, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
    }
}
