package org.mainmemory.memcache.protocol.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.command.Command;

/** One decoder with a window of its own, for tests. Characters are bytes (ISO 8859-1). */
final class Decoding {

    final InputBuffer in;
    final Command command = new Command();
    final TextDecoder decoder = new TextDecoder();

    Decoding(int capacity) {
        in = new InputBuffer(capacity);
    }

    Decoding() {
        this(64 << 10);
    }

    /** Decodes {@code text} as the whole window, which starts at {@code offset} in the buffer. */
    Decoded decodeAt(int offset, String text) {
        in.clear();
        append("#".repeat(offset));
        in.consume(offset);
        append(text);
        return decoder.decode(in, command, 0);
    }

    Decoded decode(String text) {
        return decodeAt(0, text);
    }

    void append(String text) {
        in.append(MemorySegment.ofArray(text.getBytes(ISO_8859_1)), 0, text.length());
    }

    String key() {
        return text(command.keyBytes, command.keyOffset, command.keyLength);
    }

    /** The keys of the retrieval just decoded. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        int at = decoder.keysStart();
        while (decoder.nextKey(in, command, at, decoder.lineEnd())) {
            keys.add(key());
            at = decoder.keyEnd();
        }
        return keys;
    }

    /** Bytes of the line just decoded, its end included. */
    int lineLength() {
        return decoder.next() - in.start();
    }

    private static String text(MemorySegment bytes, long offset, int length) {
        return new String(bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
    }
}
