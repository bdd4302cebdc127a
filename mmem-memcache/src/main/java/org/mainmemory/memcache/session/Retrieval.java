package org.mainmemory.memcache.session;

import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Opcode;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.protocol.text.TextError;
import org.mainmemory.memcache.protocol.text.TextReplies;
import org.mainmemory.memcache.store.PinnedItem;
import org.mainmemory.memcache.store.Store;

/**
 * A get, gets, gat or gats line: answered key by key. It can stop before any key, when the output does not drain, and
 * in the middle of a large value, which it holds pinned; the keys answered by then are consumed from the input.
 *
 * <p>A line longer than the input window (an endless one) is answered as it comes in: its complete keys at once, the
 * last one when more has arrived. Memory stays bounded, however long the line.
 */
class Retrieval implements Phase {

    /** Room for one value that is copied, the lines around it and END. */
    private static final int ROOM = Store.MAX_COPIED_VALUE + TextReplies.MAX_LINE;
    private static final int ENDLESS = -1;
    private static final byte LF = '\n';
    private static final byte CR = '\r';

    private final SessionContext context;
    private final Command command;
    private final PinnedItem pinned = new PinnedItem();
    private Opcode opcode = Opcode.GET;
    private int exptimeSeconds;
    /** Bytes of the line that are not consumed, its LF included, or ENDLESS while that is not known. */
    private int lineLeft;
    private boolean answered;
    /** Whether the value being sent is the last of the line, so that END goes with it. */
    private boolean last;
    private boolean skipping;

    Retrieval(SessionContext context) {
        this.context = context;
        this.command = context.command;
    }

    /** Begins with the line just decoded. */
    Progress begin(boolean endless, Connection connection, InputBuffer in, OutputBuffer out) {
        opcode = command.opcode;
        answered = !endless;
        skipping = false;
        last = false;
        if (opcode == Opcode.GAT || opcode == Opcode.GATS) {
            context.deriveExptime();
            exptimeSeconds = command.exptimeSeconds;
        }
        int keys = context.decoder.keysStart();
        lineLeft = endless ? ENDLESS : context.decoder.next() - keys;
        if (endless) {
            return keys(connection, in, out, keys, in.end(), in.end());
        }
        return keys(connection, in, out, keys, context.decoder.lineEnd(), context.decoder.next());
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer out) {
        if (skipping) {
            return SkippingLine.ONLY.resume(connection, in, out);
        }
        command.opcode = opcode;
        command.options = 0;
        command.exptimeSeconds = exptimeSeconds;
        if (pinned.isOpen()) {
            Progress progress = sendPinned(connection, out);
            if (progress != Progress.ON) {
                return progress;
            }
        }
        return restOfLine(connection, in, out);
    }

    @Override
    public void end() {
        context.store.unpin(pinned);
        context.retrievals.give(this);
    }

    private Progress restOfLine(Connection connection, InputBuffer in, OutputBuffer out) {
        int start = in.start();
        if (lineLeft == ENDLESS) {
            int lf = in.indexOf(LF, start);
            if (lf < 0) {
                return keys(connection, in, out, start, in.end(), in.end());
            }
            lineLeft = lf + 1 - start;
        }
        int next = start + lineLeft;
        boolean crLf = lineLeft > 1 && in.byteAt(next - 2) == CR;
        return keys(connection, in, out, start, crLf ? next - 2 : next - 1, next);
    }

    /** Answers the keys in {@code [from, to)}; the line ends at {@code next}. */
    private Progress keys(Connection connection, InputBuffer in, OutputBuffer out, int from, int to, int next) {
        int at = from;
        int prefetched = from;
        while (context.decoder.nextKey(in, command, at, to)) {
            int keyEnd = context.decoder.keyEnd();
            boolean open = lineLeft == ENDLESS && keyEnd == to;
            int longest = Command.MAX_KEY_LENGTH + (open && in.byteAt(to - 1) == CR ? 1 : 0);
            if (command.keyLength > longest) {
                return refuse(connection, in, out, at, next);
            }
            if (open) {
                return stop(Progress.READ, in, keyEnd - command.keyLength, next);
            }
            if (out.room() < ROOM && !connection.flush()) {
                return stop(Progress.BLOCKED, in, at, next);
            }
            if (keyEnd >= prefetched && keyEnd < to) {
                prefetched = context.keysAhead.prefetch(in, keyEnd, to);
            }
            key(out);
            at = keyEnd;
            if (pinned.isOpen()) {
                last = lineLeft != ENDLESS && keyEnd == to;
                Progress progress = sendPinned(connection, out);
                if (progress != Progress.ON) {
                    return stop(progress, in, at, next);
                }
            }
        }
        return finish(connection, in, out, to, next);
    }

    private Progress finish(Connection connection, InputBuffer in, OutputBuffer out, int to, int next) {
        if (lineLeft == ENDLESS) {
            return stop(Progress.READ, in, to, next);
        }
        if (!last && out.room() < TextReplies.MAX_LINE && !connection.flush()) {
            return stop(Progress.BLOCKED, in, to, next);
        }
        if (last) {
            last = false;
        } else if (answered) {
            context.replies.end(out);
        } else {
            context.replies.error(out, TextError.BAD_FORMAT);
        }
        in.consumeTo(next);
        lineLeft = 0;
        return Progress.ON;
    }

    /** Consumes what lies before {@code at}; the rest is for another turn. */
    private Progress stop(Progress progress, InputBuffer in, int at, int next) {
        in.consumeTo(at);
        if (lineLeft != ENDLESS) {
            lineLeft = next - at;
        }
        return progress;
    }

    /** Drops the rest of an endless line that has been answered with an error. */
    final Progress skip(Connection connection, InputBuffer in, OutputBuffer out) {
        skipping = true;
        return SkippingLine.ONLY.resume(connection, in, out);
    }

    /** A key is too long, in a line that was too long to look through beforehand. */
    private Progress refuse(Connection connection, InputBuffer in, OutputBuffer out, int at, int next) {
        if (out.room() < TextReplies.MAX_LINE && !connection.flush()) {
            return stop(Progress.BLOCKED, in, at, next);
        }
        context.replies.error(out, TextError.BAD_FORMAT);
        return skip(connection, in, out);
    }

    private void key(OutputBuffer out) {
        boolean withCas = opcode == Opcode.GETS || opcode == Opcode.GATS;
        Outcome outcome = context.store.get(command, context.result, context.reader.writing(out, withCas));
        answered = true;
        if (outcome == Outcome.LARGE) {
            outcome = large(out, withCas);
        }
        context.counts.read(opcode == Opcode.GAT || opcode == Opcode.GATS, outcome == Outcome.HIT);
    }

    private Outcome large(OutputBuffer out, boolean withCas) {
        Outcome outcome = context.store.pin(command, context.result, pinned);
        if (outcome == Outcome.HIT) {
            if (withCas) {
                context.replies.valueHead(out, command, pinned.clientFlags(), pinned.valueLength(), pinned.cas());
            } else {
                context.replies.valueHead(out, command, pinned.clientFlags(), pinned.valueLength());
            }
        }
        return outcome;
    }

    private Progress sendPinned(Connection connection, OutputBuffer out) {
        if (!context.pinnedSending.send(pinned, connection, out, last ? PinnedSending.END : PinnedSending.LINE_END)) {
            return Progress.BLOCKED;
        }
        context.store.unpin(pinned);
        return Progress.ON;
    }
}
