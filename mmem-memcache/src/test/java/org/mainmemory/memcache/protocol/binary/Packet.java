package org.mainmemory.memcache.protocol.binary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One packet as tests write and read it. Characters of texts are bytes (ISO 8859-1).
 *
 * @param magic 0x80 of a request, 0x81 of a response
 * @param status of a response; vbucket of a request
 */
public record Packet(
        int magic, int opcode, int status, int opaque, long cas, byte[] extras, byte[] key, byte[] value) {

    /** What tests send as opaque unless they say otherwise. */
    public static final int OPAQUE = 0x01020304;

    private static final byte[] NOTHING = new byte[0];

    /** A request that is only a header. */
    public static Packet request(BinaryVerb verb) {
        return request(verb.code());
    }

    /** A request that is only a header. */
    public static Packet request(int opcode) {
        return new Packet(0x80, opcode, 0, OPAQUE, 0, NOTHING, NOTHING, NOTHING);
    }

    /** A request with all that its verb asks for: exptime 0, flags 0, delta 1, initial 0. */
    public static Packet of(BinaryVerb verb, String key, String value) {
        Packet packet = request(verb).key(key);
        return switch (verb.shape()) {
            case ITEM -> packet.extras(0, 0).value(value);
            case KEY_EXPTIME -> packet.extras(0);
            case NUMBER -> packet.extras(0, 1, 0, 0, 0);
            case KEY_VALUE -> packet.value(value);
            default -> packet;
        };
    }

    /** The same with that key. */
    public Packet key(String text) {
        return new Packet(magic, opcode, status, opaque, cas, extras, text.getBytes(ISO_8859_1), value);
    }

    /** The same with that value. */
    public Packet value(String text) {
        return new Packet(magic, opcode, status, opaque, cas, extras, key, text.getBytes(ISO_8859_1));
    }

    /** The same with these words of four bytes as extras. */
    public Packet extras(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES);
        Arrays.stream(words).forEach(bytes::putInt);
        return new Packet(magic, opcode, status, opaque, cas, bytes.array(), key, value);
    }

    /** The same with that CAS. */
    public Packet cas(long number) {
        return new Packet(magic, opcode, status, opaque, number, extras, key, value);
    }

    /** The same with that opaque. */
    public Packet opaque(int number) {
        return new Packet(magic, opcode, status, number, cas, extras, key, value);
    }

    /** The response with that status. */
    public Packet response(int code) {
        return new Packet(0x81, opcode, code, opaque, 0, NOTHING, NOTHING, NOTHING);
    }

    /** The packet on the wire. */
    public byte[] bytes() {
        return bytes(key.length, extras.length, extras.length + key.length + value.length);
    }

    /** The packet on the wire, with lengths that may be lies. */
    public byte[] bytes(int keyLength, int extrasLength, int bodyLength) {
        ByteBuffer bytes = ByteBuffer.allocate(BinaryHeader.LENGTH + extras.length + key.length + value.length);
        bytes.put((byte) magic).put((byte) opcode).putShort((short) keyLength);
        bytes.put((byte) extrasLength).put((byte) 0).putShort((short) status);
        bytes.putInt(bodyLength).putInt(opaque).putLong(cas);
        return bytes.put(extras).put(key).put(value).array();
    }

    /** Bytes of the packet that {@code bytes} begin with, or -1 if its end is not among them. */
    public static int lengthOf(byte[] bytes) {
        if (bytes.length < BinaryHeader.LENGTH) {
            return -1;
        }
        long length = BinaryHeader.LENGTH
                + Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(BinaryHeader.BODY_LENGTH_OFFSET));
        return bytes.length < length ? -1 : (int) length;
    }

    /** The packet that {@code bytes} are. */
    public static Packet parse(byte[] bytes) {
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int keyAt = BinaryHeader.LENGTH + bytes[BinaryHeader.EXTRAS_LENGTH_OFFSET];
        int valueAt = keyAt + header.getShort(BinaryHeader.KEY_LENGTH_OFFSET);
        return new Packet(
                header.get() & 0xFF,
                header.get() & 0xFF,
                header.getShort(6),
                header.getInt(BinaryHeader.OPAQUE_OFFSET),
                header.getLong(BinaryHeader.CAS_OFFSET),
                Arrays.copyOfRange(bytes, BinaryHeader.LENGTH, keyAt),
                Arrays.copyOfRange(bytes, keyAt, valueAt),
                Arrays.copyOfRange(bytes, valueAt, bytes.length));
    }

    /** The value as text. */
    public String text() {
        return new String(value, ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Packet packet && Arrays.equals(bytes(), packet.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return "%02x op %02x status %04x opaque %08x cas %d extras [%s] key [%s] value [%s]".formatted(
                magic, opcode, status, opaque, cas, hex.formatHex(extras), new String(key, ISO_8859_1), text());
    }
}
