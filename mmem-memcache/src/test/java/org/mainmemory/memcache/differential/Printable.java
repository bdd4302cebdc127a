package org.mainmemory.memcache.differential;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes as a transcript writes them. */
final class Printable {

    private static final Pattern RUN = Pattern.compile("([^\\\\])\\1{29,}");

    private Printable() {
    }

    /** One byte. */
    static String text(char c) {
        return switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\\' -> "\\\\";
            default -> c >= ' ' && c < 0x7F ? String.valueOf(c) : "\\x%02x".formatted((int) c);
        };
    }

    /** All of {@code bytes}, which are characters of Latin-1. */
    static String text(String bytes) {
        StringBuilder shown = new StringBuilder();
        bytes.chars().forEach(c -> shown.append(text((char) c)));
        return folded(shown.toString());
    }

    /** The same with long runs of one character written as {@code \(c*n)}. */
    static String folded(String shown) {
        return RUN.matcher(shown).replaceAll(run -> Matcher.quoteReplacement(
                "\\(" + run.group(1) + "*" + run.group().length() + ")"));
    }
}
