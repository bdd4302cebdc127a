package org.mainmemory.memcache.protocol.binary;

import java.nio.ByteBuffer;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

/**
 * The 24 bytes that every packet begins with (memcached's {@code protocol_binary.h}), big-endian:
 *
 * <pre>
 *  0 magic: 0x80 of a request, 0x81 of a response    8 body length: extras, key and value
 *  1 opcode                                         12 opaque: repeated as it came
 *  2 key length                                     16 CAS
 *  4 extras length
 *  5 data type: 0, ignored in a request
 *  6 vbucket of a request (ignored), status of a response
 * </pre>
 *
 * <p>A request's is read field by field where it lies, a response's is written as three words. Stateless.
 */
public final class BinaryHeader {

    /** Bytes of a header. */
    public static final int LENGTH = 24;
    /** The first byte of a request. */
    public static final byte REQUEST_MAGIC = (byte) 0x80;

    static final int OPCODE_OFFSET = 1;
    static final int KEY_LENGTH_OFFSET = 2;
    static final int EXTRAS_LENGTH_OFFSET = 4;
    static final int BODY_LENGTH_OFFSET = 8;
    static final int OPAQUE_OFFSET = 12;
    static final int CAS_OFFSET = 16;

    private static final long RESPONSE_MAGIC = 0x81;
    private static final long U32 = 0xFFFF_FFFFL;

    private BinaryHeader() {
    }

    static int opcode(InputBuffer in, int at) {
        return in.byteAt(at + OPCODE_OFFSET) & 0xFF;
    }

    static int keyLength(InputBuffer in, int at) {
        return Short.toUnsignedInt(Short.reverseBytes(in.shortAt(at + KEY_LENGTH_OFFSET)));
    }

    static int extrasLength(InputBuffer in, int at) {
        return in.byteAt(at + EXTRAS_LENGTH_OFFSET) & 0xFF;
    }

    static long bodyLength(InputBuffer in, int at) {
        return unsignedInt(in, at + BODY_LENGTH_OFFSET);
    }

    /** The four bytes as they lie there. */
    static int opaque(InputBuffer in, int at) {
        return in.intAt(at + OPAQUE_OFFSET);
    }

    static long cas(InputBuffer in, int at) {
        return longValue(in, at + CAS_OFFSET);
    }

    /** Four bytes anywhere in a packet, unsigned. */
    static long unsignedInt(InputBuffer in, int index) {
        return Integer.reverseBytes(in.intAt(index)) & U32;
    }

    /** Eight bytes anywhere in a packet. */
    static long longValue(InputBuffer in, int index) {
        return Long.reverseBytes(in.longAt(index));
    }

    /** A packet of its own that responds to {@code request}: its header, and room for key and value behind it. */
    static ByteBuffer response(BinaryRequest request, int keyLength, int valueLength) {
        ByteBuffer packet = ByteBuffer.allocate(LENGTH + keyLength + valueLength);
        packet.put((byte) RESPONSE_MAGIC).put((byte) request.opcode()).putShort((short) keyLength).putInt(0);
        packet.putInt(keyLength + valueLength).putInt(Integer.reverseBytes(request.opaque()));
        return packet.putLong(0);
    }

    /** Appends the header of a response to {@code request}. */
    static void write(
            OutputBuffer out, BinaryRequest request, int status, int extrasLength, int keyLength, int valueLength,
            long cas) {
        long kind = RESPONSE_MAGIC << 56
                | (long) request.opcode() << 48
                | (long) keyLength << 32
                | (long) extrasLength << 24
                | status;
        int bodyLength = extrasLength + keyLength + valueLength;
        out.putWord(Long.reverseBytes(kind), Long.BYTES);
        out.putWord((Integer.reverseBytes(bodyLength) & U32) | ((long) request.opaque() << 32), Long.BYTES);
        out.putWord(Long.reverseBytes(cas), Long.BYTES);
    }
}
