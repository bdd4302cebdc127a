package org.mainmemory.server.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

/** Some requests on the way, sent at 100 ns, and a reader of the replies that a test makes up. */
final class Replies {

    final LoadSettings settings;
    final Tally tally = new Tally();
    final Pending pending;
    private final ReplyReader reader;
    private final InputBuffer in = new InputBuffer(1 << 16);

    Replies(int requests, String... arguments) {
        settings = Loads.settings(arguments);
        pending = new Pending(10, settings.mix().keysPerGet());
        reader = settings.dialect().reader(new ReplyChecks(settings, pending, tally));
        RequestSource source = new RequestSource(settings, 0);
        for (int at = 0; at < requests && source.next(); at++) {
            pending.add(source, 100);
            pending.noteWritten();
        }
    }

    /** Shows one more piece, at 1000 ns; false if the reader makes nothing of it. */
    boolean read(byte[] piece) {
        in.compact();
        in.append(MemorySegment.ofArray(piece), 0, piece.length);
        return reader.read(in, 1_000);
    }

    boolean read(String piece) {
        return read(bytes(piece));
    }

    /** Shows all of it in two pieces. */
    boolean readSplit(byte[] replies, int split) {
        byte[] rest = new byte[replies.length - split];
        System.arraycopy(replies, split, rest, 0, rest.length);
        byte[] start = new byte[split];
        System.arraycopy(replies, 0, start, 0, split);
        return read(start) && read(rest);
    }

    /** Bytes that the reader has left. */
    int left() {
        return in.length();
    }

    /** The value of {@code key}. */
    String value(long key) {
        OutputBuffer out = new OutputBuffer(1 << 16);
        settings.payload().putValue(out, key, 0, settings.payload().length(key));
        return text(out);
    }

    /** What is in {@code out}, a character to a byte. */
    static String text(OutputBuffer out) {
        return new String(out.bytes().asSlice(out.start(), out.length()).toArray(ValueLayout.JAVA_BYTE),
                StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
