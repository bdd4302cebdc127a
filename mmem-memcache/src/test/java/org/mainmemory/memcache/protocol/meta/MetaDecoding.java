package org.mainmemory.memcache.protocol.meta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.protocol.text.Decoded;
import org.mainmemory.memcache.protocol.text.TextDecoder;

/** The decoders of a text conversation with a window of their own, for tests. Characters are bytes (ISO 8859-1). */
final class MetaDecoding {

    final InputBuffer in = new InputBuffer(4096);
    final OutputBuffer out = new OutputBuffer(4096);
    final Command command = new Command();
    final MetaRequest request = new MetaRequest();
    final TextDecoder textDecoder = new TextDecoder();
    final MetaDecoder decoder = new MetaDecoder();

    /** Decodes {@code text} as the whole window, which starts at {@code offset} in the buffer. */
    Decoded decodeAt(int offset, String text) {
        in.clear();
        append("#".repeat(offset));
        in.consume(offset);
        append(text);
        Decoded decoded = textDecoder.decode(in, command, 0);
        return decoded == Decoded.META
                ? decoder.decode(in, command, request, textDecoder.lineEnd(), textDecoder.next())
                : decoded;
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

    /** What has been written since the last call. */
    String written() {
        String text = text(out.bytes(), out.start(), out.length());
        out.clear();
        return text;
    }

    private static String text(MemorySegment bytes, long offset, int length) {
        return new String(bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
    }
}
