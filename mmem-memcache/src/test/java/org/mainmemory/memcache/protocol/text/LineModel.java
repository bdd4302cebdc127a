package org.mainmemory.memcache.protocol.text;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The rules for one line of the text protocol once more, slow and plain: a verdict as a string. */
final class LineModel {

    private static final Set<String> STORAGE = Set.of("set", "add", "replace", "append", "prepend", "cas");
    private static final Set<String> ORDERS = Set.of("flush_all", "verbosity", "shutdown");
    private static final Set<String> ADMIN = Set.of("slabs", "cache_memlimit", "lru_crawler", "lru", "extstore",
            "refresh_certs", "debugtime", "debugitem", "misbehave");
    private static final Set<String> META = Set.of("mg", "ms", "md", "ma", "mn", "me");
    private static final String BAD = "BAD_FORMAT";

    private final List<String> words;
    private final List<String> allWords;
    private final String verb;

    private LineModel(String line) {
        allWords = Arrays.stream(line.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
        words = allWords.subList(0, Math.min(allWords.size(), 23));
        verb = line.split(" ", -1)[0];
    }

    /** What becomes of {@code line}, given without its line end but counted with {@code endLength} bytes for it. */
    static String verdict(String line, int endLength) {
        if (line.length() + endLength < 4) {
            return error(BAD, false, 0);
        }
        return new LineModel(line).verdict();
    }

    private String verdict() {
        if (META.contains(verb)) {
            return "META";
        }
        if (STORAGE.contains(verb)) {
            return storage();
        }
        return switch (verb) {
            case "get", "gets" -> words.size() < 2 ? error(BAD, false, 0) : keys(1);
            case "gat", "gats" -> gat();
            case "delete" -> words.size() < 2 ? error(BAD, false, 0) : key("");
            case "incr", "decr" -> words.size() < 3 ? error(BAD, false, 0)
                    : fits(words.get(2), "\\d{1,22}", "0", "18446744073709551615") ? key(words.get(2))
                    : longKey() ? error(BAD, noreply(), 0) : error("BAD_DELTA", noreply(), 0);
            case "touch" -> words.size() < 3 ? error(BAD, false, 0)
                    : isExptime(words.get(2)) ? key(words.get(2))
                    : longKey() ? error(BAD, noreply(), 0) : error("BAD_EXPTIME", noreply(), 0);
            case "version", "stats", "quit" -> verb;
            case "watch" -> "admin";
            default -> order();
        };
    }

    private String storage() {
        if (words.size() < 5 || !fits(words.get(4), "-?\\d{1,11}", "0", "2147483645") || words.get(4).length() > 11) {
            return error(BAD, false, 0);
        }
        int bytes = Integer.parseInt(words.get(4));
        boolean valid = !longKey()
                && fits(words.get(2), "[+-]?\\d+", "0", "18446744073709551615")
                && fits(words.get(3), "[+-]?\\d+", "-9223372036854775808", "9223372036854775807")
                && (!verb.equals("cas")
                || (words.size() > 5 && fits(words.get(5), "\\d{1,22}", "0", "18446744073709551615")));
        if (!valid) {
            return error(BAD, noreply(), bytes + 2);
        }
        return verb + " " + words.get(1) + " " + new BigInteger(words.get(2)).intValue() + " "
                + new BigInteger(words.get(3)).intValue() + " " + bytes + " " + noreply();
    }

    private String gat() {
        if (words.size() < 3) {
            return error(BAD, false, 0);
        }
        return isExptime(words.get(1)) ? keys(2) : error("BAD_EXPTIME", false, 0);
    }

    private String keys(int first) {
        List<String> keys = allWords.subList(first, allWords.size());
        boolean tooLong = keys.stream().anyMatch(key -> key.length() > 250);
        return tooLong ? error(BAD, false, 0) : verb + " " + keys;
    }

    private String key(String argument) {
        return longKey() ? error(BAD, noreply(), 0)
                : verb + " " + words.get(1) + " " + (argument.isEmpty() ? "" : new BigInteger(argument)) + " "
                + noreply();
    }

    private String order() {
        String first = words.isEmpty() ? "" : words.get(0);
        if (!ORDERS.contains(first)) {
            if (ADMIN.contains(first)) {
                return "admin " + noreply();
            }
            boolean http = words.size() > 1
                    && words.get(words.size() - 1).startsWith("HTTP/");
            return http ? "hang up" : error("UNKNOWN", noreply(), 0);
        }
        if (first.equals("flush_all") && words.size() != (noreply() ? 2 : 1) && !isExptime(words.get(1))) {
            return error("BAD_EXPTIME", noreply(), 0);
        }
        if (first.equals("verbosity")
                && (words.size() < 2 || !fits(words.get(1), "\\d{1,11}", "0", "4294967295"))) {
            return error(BAD, noreply(), 0);
        }
        return first + " " + noreply();
    }

    private boolean longKey() {
        return words.get(1).length() > 250;
    }

    private boolean noreply() {
        return !words.isEmpty() && words.get(words.size() - 1).equals("noreply");
    }

    private static boolean isExptime(String word) {
        return word.length() <= 11 && fits(word, "-?\\d+", "-2147483648", "2147483647");
    }

    private static boolean fits(String word, String pattern, String least, String most) {
        if (!word.matches(pattern)) {
            return false;
        }
        BigInteger value = new BigInteger(word);
        return value.compareTo(new BigInteger(least)) >= 0 && value.compareTo(new BigInteger(most)) <= 0;
    }

    static String error(String error, boolean noreply, int swallow) {
        return "error " + error + " " + noreply + " " + swallow;
    }
}
