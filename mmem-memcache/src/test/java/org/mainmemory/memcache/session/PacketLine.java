package org.mainmemory.memcache.session;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.mainmemory.memcache.protocol.binary.BinaryVerb;

/**
 * A packet of the binary protocol as a line of a {@link Transcript}: a verb's name or opcode (0x1b), then fields
 * {@code name=text}, of which {@code value} is the last and reaches to the line's end.
 *
 * <p>Extras are the fields flags, exptime, delta, initial and number in the order they come, or {@code extras} in hex.
 * {@code number} of a reply is its value. {@code magic}, {@code keylen}, {@code extlen} and {@code bodylen} replace
 * what would be right. Numbers are decimal, or hex with 0x in front. A CAS may be {@code \{name}}, see {@link
 * TranscriptBytes}.
 */
final class PacketLine {

    private static final HexFormat HEX = HexFormat.of();

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final boolean request;
    private final StringBuilder extras = new StringBuilder();

    private PacketLine(boolean request, String line) {
        this.request = request;
        String rest = "verb=" + line;
        while (!rest.isEmpty()) {
            int equals = rest.indexOf('=');
            String name = rest.substring(0, equals);
            int end = name.equals("value") ? rest.length() : (rest + " ").indexOf(' ');
            fields.put(name, rest.substring(equals + 1, end));
            rest = rest.substring(Math.min(rest.length(), end + 1));
        }
    }

    /** The packet as a text of a transcript: bytes are escaped, CAS names stand as they do in the line. */
    static String text(boolean request, String line) {
        return new PacketLine(request, line).text();
    }

    private String text() {
        String key = fields.getOrDefault("key", "");
        String value = fields.getOrDefault("value", "");
        if (!request && fields.containsKey("number")) {
            value = hex(number("number", 0), 16);
        }
        extras();
        int keyLength = bytesIn(key);
        int extrasLength = bytesIn(extras.toString());
        int bodyLength = extrasLength + keyLength + bytesIn(value);
        return hex(number("magic", request ? 0x80 : 0x81), 2)
                + hex(opcode(), 2)
                + hex(number("keylen", keyLength), 4)
                + hex(number("extlen", extrasLength), 2)
                + hex(number("datatype", 0), 2)
                + hex(number("status", 0), 4)
                + hex(number("bodylen", bodyLength), 8)
                + hex(number("opaque", 0), 8)
                + cas()
                + extras + key + value;
    }

    private void extras() {
        fields.forEach((name, text) -> {
            switch (name) {
                case "flags", "exptime" -> extras.append(hex(number(name, 0), 8));
                case "delta", "initial" -> extras.append(hex(number(name, 0), 16));
                case "extras" -> extras.append(escaped(text));
                default -> {
                }
            }
        });
    }

    private long opcode() {
        String verb = fields.getOrDefault("verb", "");
        return verb.startsWith("0x") ? number("verb", 0) : BinaryVerb.valueOf(verb.toUpperCase(Locale.ROOT)).code();
    }

    private String cas() {
        String cas = fields.getOrDefault("cas", "0");
        return cas.startsWith("\\{") ? cas : hex(number("cas", 0), 16);
    }

    private long number(String field, long otherwise) {
        String text = fields.get(field);
        if (text == null) {
            return otherwise;
        }
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
    }

    private static int bytesIn(String text) {
        return new TranscriptBytes().request(text).length;
    }

    private static String hex(long number, int digits) {
        return escaped(HEX.toHexDigits(number, digits));
    }

    private static String escaped(String digits) {
        return digits.replaceAll("..", "\\\\x$0");
    }
}
