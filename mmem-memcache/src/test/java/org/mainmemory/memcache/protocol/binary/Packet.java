package org.mainmemory.memcache.protocol.binary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One packet as tests write and read it. Characters of texts are bytes (ISO 8859-1).
 *
 * @param magic 0x80 of a request, 0x81 of a response
 * @param opcode what is asked
 * @param status of a response; vbucket of a request
 * @param opaque what the client likes
 * @param cas the CAS, 0 if there is none
 * @param extras what is between header and key
 * @param key the key, empty if there is none
 * @param text the value, empty if there is none
 */
public record Packet(
        int magic, int opcode, int status, int opaque, long cas, String extras, String key, String text) {

    /** What tests send as opaque unless they say otherwise. */
    public static final int OPAQUE = 0x01020304;

    /** A request that is only a header. */
    public static Packet request(BinaryVerb verb) {
        return request(verb.code());
    }

    /** A request that is only a header. */
    public static Packet request(int opcode) {
        return new Packet(0x80, opcode, 0, OPAQUE, 0, "", "", "");
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
    public Packet key(String bytes) {
        return new Packet(magic, opcode, status, opaque, cas, extras, bytes, text);
    }

    /** The same with that value. */
    public Packet value(String bytes) {
        return new Packet(magic, opcode, status, opaque, cas, extras, key, bytes);
    }

    /** The same with those extras. */
    public Packet extras(String bytes) {
        return new Packet(magic, opcode, status, opaque, cas, bytes, key, text);
    }

    /** The same with these words of four bytes as extras. */
    public Packet extras(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES);
        Arrays.stream(words).forEach(bytes::putInt);
        return extras(new String(bytes.array(), ISO_8859_1));
    }

    /** The same with that CAS. */
    public Packet cas(long number) {
        return new Packet(magic, opcode, status, opaque, number, extras, key, text);
    }

    /** The same with that opaque. */
    public Packet opaque(int number) {
        return new Packet(magic, opcode, status, number, cas, extras, key, text);
    }

    /** The response with that status. */
    public Packet response(int code) {
        return new Packet(0x81, opcode, code, opaque, 0, "", "", "");
    }

    /** The packet on the wire. */
    public byte[] bytes() {
        return bytes(key.length(), extras.length(), extras.length() + key.length() + text.length());
    }

    /** The packet on the wire, with lengths that may be lies. */
    public byte[] bytes(int keyLength, int extrasLength, int bodyLength) {
        byte[] body = (extras + key + text).getBytes(ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(BinaryHeader.LENGTH + body.length);
        bytes.put((byte) magic).put((byte) opcode).putShort((short) keyLength);
        bytes.put((byte) extrasLength).put((byte) 0).putShort((short) status);
        return bytes.putInt(bodyLength).putInt(opaque).putLong(cas).put(body).array();
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
        String all = new String(bytes, ISO_8859_1);
        return new Packet(
                header.get() & 0xFF,
                header.get() & 0xFF,
                header.getShort(6),
                header.getInt(BinaryHeader.OPAQUE_OFFSET),
                header.getLong(BinaryHeader.CAS_OFFSET),
                all.substring(BinaryHeader.LENGTH, keyAt),
                all.substring(keyAt, valueAt),
                all.substring(valueAt));
    }
}
