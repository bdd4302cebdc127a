package org.mainmemory.memcache.differential;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntToLongFunction;

/**
 * What a client sends: bytes, as characters of Latin-1, and between them CAS values that the client will have seen by
 * then.
 *
 * @param text characters below 0x100 are bytes, those from {@link #CAS} on stand for the CAS last seen of a key
 * @param binary whether a CAS is written as eight bytes, else in decimal
 * @param broken whether something valid was changed at random
 */
record Request(String text, boolean binary, boolean broken) {

    /** The CAS last seen of key 0; the next character is the one of key 1. */
    private static final char CAS = '\uE000';
    /** The CAS before that. */
    private static final char CAS_BEFORE = '\uE100';
    private static final char LAST = '\uE1FF';
    private static final long NEVER_A_CAS = 1L << 50;

    /** In a request: the CAS last seen of a key. */
    static char casOf(int key) {
        return (char) (CAS + key);
    }

    /** In a request: one less than the CAS last seen of a key. */
    static char casBefore(int key) {
        return (char) (CAS_BEFORE + key);
    }

    /** The same with a number of its own for each CAS. */
    Request withoutCas() {
        String number = binary ? "\0\4\0\0\0\0\0\0" : Long.toString(NEVER_A_CAS);
        return new Request(text.replaceAll("[" + CAS + "-" + LAST + "]", number), binary, broken);
    }

    /** The bytes to send to a server that was seen to use the CAS values {@code seen}. */
    byte[] bytes(IntToLongFunction seen) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < CAS) {
                bytes.write(c);
            } else {
                long cas = c < CAS_BEFORE ? seen.applyAsLong(c - CAS) : seen.applyAsLong(c - CAS_BEFORE) - 1;
                bytes.writeBytes(spelt(cas));
            }
        }
        return bytes.toByteArray();
    }

    private byte[] spelt(long cas) {
        return binary
                ? ByteBuffer.allocate(Long.BYTES).putLong(cas).array()
                : Long.toUnsignedString(cas).getBytes(StandardCharsets.US_ASCII);
    }

    /** As it would stand in a transcript. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= CAS && c <= LAST) {
                shown.append(c < CAS_BEFORE ? "<cas of " : "<before cas of ")
                        .append(Keys.name((c - CAS) & 0xFF)).append('>');
            } else {
                shown.append(Printable.text(c));
            }
        }
        return Printable.folded(shown.toString());
    }
}
