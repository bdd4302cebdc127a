package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a {@link Transcript} as bytes: to send, and to compare with what a server says. */
final class TranscriptBytes {

    /** Bytes of a reply that a failure shows. */
    private static final int SHOWN = 400;
    private static final Pattern REPEAT = Pattern.compile("\\\\\\(([^)]*)\\*(\\d+)\\)");
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:\\[(?<name>[^]]+)]|\\{(?<cas>[^}]+)}|x(?<hex>..)|(?<char>.))");

    private final Map<String, String> numbers = new HashMap<>();
    private final Map<String, byte[]> words = new HashMap<>();

    /** The bytes of a request, with the numbers seen so far. */
    byte[] request(String written) {
        String text = repeated(written);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher escape = ESCAPE.matcher(text);
        int at = 0;
        while (escape.find()) {
            bytes.writeBytes(text.substring(at, escape.start()).getBytes(ISO_8859_1));
            bytes.writeBytes(known(escape));
            at = escape.end();
        }
        bytes.writeBytes(text.substring(at).getBytes(ISO_8859_1));
        return bytes.toByteArray();
    }

    private byte[] known(Matcher escape) {
        if (escape.group("cas") != null) {
            return words.getOrDefault(escape.group("cas"), new byte[Long.BYTES]);
        }
        String name = escape.group("name");
        return name == null ? literal(escape) : numbers.get(name).getBytes(ISO_8859_1);
    }

    /** Reads from {@code in} what a reply must be. */
    void expect(String written, PushbackInputStream in, String where) throws IOException {
        String text = repeated(written);
        Matcher escape = ESCAPE.matcher(text);
        int at = 0;
        while (escape.find()) {
            expect(text.substring(at, escape.start()).getBytes(ISO_8859_1), in, where);
            String name = escape.group("name");
            if (escape.group("cas") != null) {
                expectWord(escape.group("cas"), in, where);
            } else if (name == null) {
                expect(literal(escape), in, where);
            } else if (name.equals("*")) {
                readWhile(in, true);
            } else {
                String number = readWhile(in, false);
                assertEquals(numbers.getOrDefault(name, number), number, () -> where + ": number " + name);
                numbers.put(name, number);
            }
            at = escape.end();
        }
        expect(text.substring(at).getBytes(ISO_8859_1), in, where);
    }

    private void expectWord(String name, InputStream in, String where) throws IOException {
        byte[] word = read(in, Long.BYTES);
        assertArrayEquals(words.getOrDefault(name, word), word, () -> where + ": CAS " + name);
        words.put(name, word);
    }

    private static void expect(byte[] expected, InputStream in, String where) throws IOException {
        byte[] actual = read(in, expected.length);
        assertEquals(printable(expected), printable(actual), where);
        assertArrayEquals(expected, actual, where);
    }

    private static byte[] read(InputStream in, int length) throws IOException {
        byte[] actual = new byte[length];
        int count = 0;
        try {
            while (count < length) {
                int more = in.read(actual, count, length - count);
                if (more < 0) {
                    break;
                }
                count += more;
            }
        } catch (SocketTimeoutException silence) {
            // What came will not be what was expected.
        }
        return Arrays.copyOf(actual, count);
    }

    private static String repeated(String text) {
        return REPEAT.matcher(text).replaceAll(repeat -> Matcher.quoteReplacement(
                repeat.group(1).repeat(Integer.parseInt(repeat.group(2)))));
    }

    private static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, SHOWN); i++) {
            text.append(printable(bytes[i]));
        }
        return bytes.length <= SHOWN ? text.toString() : text + "... (" + bytes.length + ")";
    }

    private static String printable(byte b) {
        return switch (b) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            default -> b >= ' ' && b < 0x7F ? String.valueOf((char) b) : "\\x%02x".formatted(b);
        };
    }

    private static String readWhile(PushbackInputStream in, boolean any) throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0 || (any ? next == '\r' : next < '0' || next > '9')) {
                if (next >= 0) {
                    in.unread(next);
                }
                return text.toString();
            }
            text.append((char) next);
        }
    }

    private static byte[] literal(Matcher escape) {
        if (escape.group("hex") != null) {
            return new byte[] {(byte) Integer.parseInt(escape.group("hex"), 16)};
        }
        return switch (escape.group("char")) {
            case "r" -> new byte[] {'\r'};
            case "n" -> new byte[] {'\n'};
            case "t" -> new byte[] {'\t'};
            case "0" -> new byte[] {0};
            case "\\" -> new byte[] {'\\'};
            default -> throw new IllegalArgumentException(escape.group());
        };
    }
}
