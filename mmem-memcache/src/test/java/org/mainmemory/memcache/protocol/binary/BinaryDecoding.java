package org.mainmemory.memcache.protocol.binary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.memcache.command.Command;

/** One decoder with a window of its own, for tests. */
final class BinaryDecoding {

    final InputBuffer in;
    final Command command = new Command();
    final BinaryRequest request = new BinaryRequest();
    final BinaryDecoder decoder = new BinaryDecoder();

    BinaryDecoding(int capacity) {
        in = new InputBuffer(capacity);
    }

    BinaryDecoding() {
        this(64 << 10);
    }

    /** Decodes {@code bytes} as the whole window, which does not start at the buffer's start. */
    BinaryDecoded decode(byte... bytes) {
        in.clear();
        append((byte) 1, (byte) 2, (byte) 3);
        in.consume(3);
        append(bytes);
        return decode();
    }

    BinaryDecoded decode(Packet packet) {
        return decode(packet.bytes());
    }

    BinaryDecoded decode() {
        return decoder.decode(in, command, request, true);
    }

    void append(byte... bytes) {
        in.append(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    String key() {
        return text(command.keyBytes, command.keyOffset, command.keyLength);
    }

    String value() {
        return text(command.valueBytes, command.valueOffset, command.valueLength);
    }

    /** Bytes from the window's start to what comes next. */
    int consumed() {
        return decoder.next() - in.start();
    }

    private static String text(MemorySegment bytes, long offset, int length) {
        return new String(bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
    }
}
