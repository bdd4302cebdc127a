package org.mainmemory.server.bench;

import org.mainmemory.core.memory.InputBuffer;

/** Reads response packets to SET, GETKQ and GETK. One thread. */
final class BinaryReplyReader implements ReplyReader {

    private static final int HEADER_BYTES = 24;
    private static final int MAGIC = 0x81;
    private static final int HIT_EXTRAS = 4;
    private static final int OK = 0;
    private static final int NOT_FOUND = 1;
    private static final int TOO_LARGE = 3;
    private static final int FIRST_SERVER_ERROR = 0x82;

    private final ReplyChecks checks;
    private int opcode;
    private int keyLength;
    private int extrasLength;
    private int status;
    private int bodyLength;
    private int opaque;

    /** Whether a value is being read, or, if it is empty, about to be. */
    private boolean inValue;

    BinaryReplyReader(ReplyChecks checks) {
        this.checks = checks;
    }

    @Override
    public boolean read(InputBuffer in, long nowNanos) {
        while (inValue || in.length() >= HEADER_BYTES) {
            if (inValue) {
                checks.takeValue(in);
                if (checks.isInValue()) {
                    return true;
                }
                inValue = false;
                endKey(nowNanos);
                continue;
            }
            readHeader(in);
            int needed = HEADER_BYTES + (isHit() ? extrasLength + keyLength : bodyLength);
            if (!isSound() || needed > LONGEST_LINE) {
                return checks.broken(in, in.end(), "a packet that answers nothing");
            }
            if (in.length() < needed) {
                return true;
            }
            if (!takePacket(in, needed, nowNanos)) {
                return false;
            }
            in.consume(needed);
        }
        return true;
    }

    private void readHeader(InputBuffer in) {
        int at = in.start();
        opcode = in.byteAt(at + 1) & 0xFF;
        keyLength = Short.toUnsignedInt(Short.reverseBytes(in.shortAt(at + 2)));
        extrasLength = in.byteAt(at + 4) & 0xFF;
        status = Short.toUnsignedInt(Short.reverseBytes(in.shortAt(at + 6)));
        bodyLength = Integer.reverseBytes(in.intAt(at + 8));
        opaque = Integer.reverseBytes(in.intAt(at + 12));
        if ((in.byteAt(at) & 0xFF) != MAGIC) {
            opcode = -1;
        }
    }

    /** Whether it is a response to the oldest request, and one whose lengths make sense. */
    private boolean isSound() {
        if (!checks.awaitsReply() || bodyLength < extrasLength + keyLength) {
            return false;
        }
        if (checks.isSet()) {
            return opcode == BinarySpelling.SET && opaque == 0;
        }
        int last = checks.keyCount() - 1;
        return opaque >= checks.keysPassed() && opaque <= last
                && opcode == (opaque == last ? BinarySpelling.GETK : BinarySpelling.GETKQ);
    }

    private boolean isHit() {
        return status == OK && opcode != BinarySpelling.SET;
    }

    private boolean takePacket(InputBuffer in, int length, long nowNanos) {
        boolean serverError = status >= FIRST_SERVER_ERROR || (status == TOO_LARGE && checks.isSet());
        if (serverError) {
            int text = in.start() + HEADER_BYTES + extrasLength + keyLength;
            checks.serverError("status " + status + ": " + ReplyChecks.text(in, text, in.start() + length));
        }
        if (checks.isSet()) {
            return setReply(in, length, serverError, nowNanos);
        }
        while (checks.keysPassed() <= opaque) {
            checks.nextKey();
        }
        if (isHit()) {
            return hit(in, length);
        }
        if (!serverError && status != NOT_FOUND) {
            return checks.broken(in, in.start() + length, "status " + status + " of get");
        }
        endKey(nowNanos);
        return true;
    }

    private boolean setReply(InputBuffer in, int length, boolean serverError, long nowNanos) {
        if (serverError) {
            checks.replied(nowNanos);
        } else if (status == OK && bodyLength == 0) {
            checks.stored(nowNanos);
        } else {
            return checks.broken(in, in.start() + length, "status " + status + " of set");
        }
        return true;
    }

    private boolean hit(InputBuffer in, int length) {
        int extras = in.start() + HEADER_BYTES;
        if (extrasLength != HIT_EXTRAS || !checks.isKey(in, extras + HIT_EXTRAS, keyLength)) {
            return checks.broken(in, in.start() + length, "a key that was not asked for");
        }
        long flags = Integer.toUnsignedLong(Integer.reverseBytes(in.intAt(extras)));
        inValue = checks.beginValue(flags, bodyLength - extrasLength - keyLength);
        return inValue || checks.broken(in, in.start() + length, "wrong flags or length");
    }

    private void endKey(long nowNanos) {
        if (checks.keysPassed() == checks.keyCount()) {
            checks.got(nowNanos);
        }
    }
}
