package org.mainmemory.core.net.tls;

import java.io.IOException;
import java.util.Arrays;

/** Reads elements of a DER encoding one after another, and writes a few (ITU-T X.690): as much as keys need. */
final class Der {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;
    static final int TAGGED_0 = 0xA0;

    private final byte[] bytes;
    private final int end;
    private int at;

    Der(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Der(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Whether the next element has this tag. */
    boolean nextIs(int tag) {
        return at < end && (bytes[at] & 0xFF) == tag;
    }

    /** The inside of the next element, which it passes. */
    Der enter(int tag) throws IOException {
        if (!nextIs(tag)) {
            throw malformed();
        }
        at++;
        int length = length();
        if (length > end - at) {
            throw malformed();
        }
        at += length;
        return new Der(bytes, at - length, at);
    }

    void skip(int tag) throws IOException {
        enter(tag);
    }

    /** The value of the next element, an integer of one byte. */
    int smallInteger() throws IOException {
        Der inside = enter(INTEGER);
        if (inside.end - inside.at != 1) {
            throw malformed();
        }
        return inside.bytes[inside.at];
    }

    /** All that was not passed. */
    byte[] rest() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    private int length() throws IOException {
        int first = at < end ? bytes[at++] & 0xFF : 0x80;
        if (first < 0x80) {
            return first;
        }
        int count = first - 0x80;
        if (count == 0 || count > 3 || count > end - at) {
            throw malformed();
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << 8) | (bytes[at++] & 0xFF);
        }
        return length;
    }

    private static IOException malformed() {
        return new IOException("it is no private key");
    }

    static byte[] sequence(byte[]... elements) {
        int length = 0;
        for (byte[] element : elements) {
            length += element.length;
        }
        byte[] content = new byte[length];
        int at = 0;
        for (byte[] element : elements) {
            System.arraycopy(element, 0, content, at, element.length);
            at += element.length;
        }
        return element(SEQUENCE, content);
    }

    static byte[] octets(byte[] content) {
        return element(OCTET_STRING, content);
    }

    private static byte[] element(int tag, byte[] content) {
        byte[] head = head(tag, content.length);
        byte[] element = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, element, head.length, content.length);
        return element;
    }

    /** Tag and length, in as few bytes as can be. */
    private static byte[] head(int tag, int length) {
        if (length < 0x80) {
            return new byte[] {(byte) tag, (byte) length};
        }
        if (length < 0x100) {
            return new byte[] {(byte) tag, (byte) 0x81, (byte) length};
        }
        if (length < 0x10000) {
            return new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        }
        return new byte[] {(byte) tag, (byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length};
    }
}
