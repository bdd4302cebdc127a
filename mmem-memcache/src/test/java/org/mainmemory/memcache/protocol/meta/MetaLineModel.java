package org.mainmemory.memcache.protocol.meta;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mainmemory.memcache.protocol.text.TextError;

/** The rules for one line of the meta commands once more, slow and plain: a verdict as a string. */
final class MetaLineModel {

    private static final String KNOWN = "bcfhklqstuvxIOPLTNRCEFJDM";
    private static final BigInteger MAX_U32 = BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);
    private static final BigInteger MAX_U64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final BigInteger MAX_I32 = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final BigInteger MIN_I32 = BigInteger.valueOf(Integer.MIN_VALUE);

    private final List<String> words;
    private final char verb;

    private MetaLineModel(String line) {
        List<String> all = Arrays.stream(line.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
        words = all.subList(0, Math.min(all.size(), 23));
        verb = line.charAt(1);
    }

    /** What becomes of {@code line}, which begins with a meta verb other than me and mn. */
    static String verdict(String line) {
        return new MetaLineModel(line).verdict();
    }

    static String rejected(TextError error, int swallow) {
        return error + " " + swallow;
    }

    private String verdict() {
        int first = verb == 's' ? 3 : 2;
        if (words.size() < first || flags(first).stream().anyMatch(flag -> !flag.substring(0, 1).matches("[A-z0-9]"))) {
            return rejected(TextError.BAD_FORMAT, 0);
        }
        int swallow = 0;
        if (verb == 's') {
            if (!fits(words.get(2), MIN_I32, MAX_I32, 11) || new BigInteger(words.get(2)).signum() < 0
                    || Integer.parseInt(words.get(2)) > Integer.MAX_VALUE - 2) {
                return rejected(TextError.BAD_FORMAT, 0);
            }
            swallow = Integer.parseInt(words.get(2)) + 2;
        }
        TextError error = error(flags(first));
        if (error != null) {
            return rejected(verb == 'a' ? TextError.BAD_ARITHMETIC_FLAG : error, swallow);
        }
        error = lateError(flags(first));
        return error == null ? "fine " + key(flags(first)) : rejected(error, swallow);
    }

    private List<String> flags(int first) {
        return words.subList(first, words.size());
    }

    private TextError error(List<String> flags) {
        if (words.get(1).length() > 250) {
            return TextError.BAD_FORMAT;
        }
        if (words.size() > 20) {
            return TextError.TOO_MANY_FLAGS;
        }
        Set<Character> seen = new HashSet<>();
        for (String flag : flags) {
            if (!seen.add(flag.charAt(0))) {
                return TextError.DUPLICATE_FLAG;
            }
            if (KNOWN.indexOf(flag.charAt(0)) < 0) {
                return TextError.UNKNOWN_FLAG;
            }
        }
        TextError last = null;
        for (String flag : flags) {
            TextError wrong = wrongToken(flag, last);
            last = wrong == null ? last : wrong;
        }
        return last;
    }

    private TextError wrongToken(String flag, TextError before) {
        String token = flag.substring(1);
        return switch (flag.charAt(0)) {
            case 'T', 'N', 'R' -> fits(token, MIN_I32, MAX_I32, 11) ? null : TextError.BAD_TOKEN;
            case 'C', 'E' -> fits(token, BigInteger.ZERO, MAX_U64, 22) && !token.startsWith("-") ? null
                    : TextError.BAD_TOKEN;
            case 'F' -> fits(token, BigInteger.ZERO, MAX_U32, 11) && !token.startsWith("-") ? null
                    : before == null ? TextError.BAD_FORMAT : before;
            case 'J' -> fits(token, BigInteger.ZERO, MAX_U64, 22) && !token.startsWith("-") ? null
                    : TextError.BAD_INITIAL_TOKEN;
            case 'D' -> fits(token, BigInteger.ZERO, MAX_U64, 22) && !token.startsWith("-") ? null
                    : TextError.BAD_DELTA_TOKEN;
            case 'b' -> decoded() == null ? TextError.BAD_BASE64 : null;
            default -> null;
        };
    }

    private TextError lateError(List<String> flags) {
        String mode = flags.stream().filter(flag -> flag.startsWith("M")).findFirst().orElse("M\0");
        char letter = mode.length() > 1 ? mode.charAt(1) : ' ';
        if (verb == 's' && "\0SERAP".indexOf(letter) < 0) {
            return TextError.BAD_STORAGE_MODE;
        }
        if (verb == 'a' && "\0I+D-".indexOf(letter) < 0) {
            return TextError.BAD_ARITHMETIC_MODE;
        }
        boolean longOpaque = flags.stream().anyMatch(flag -> flag.startsWith("O") && flag.length() > 32);
        return longOpaque ? TextError.LONG_OPAQUE : null;
    }

    private String key(List<String> flags) {
        return flags.stream().anyMatch(flag -> flag.startsWith("b")) ? decoded() : words.get(1);
    }

    /** The key from base64; null if it is none. */
    private String decoded() {
        String letters = words.get(1).replaceAll("[^A-Za-z0-9+/=]", "");
        if (letters.isEmpty() || letters.length() % 4 != 0) {
            return null;
        }
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < letters.length(); i += 4) {
            String group = letters.substring(i, i + 4);
            long pads = group.chars().filter(letter -> letter == '=').count();
            if (pads > 2) {
                return null;
            }
            for (byte b : Base64.getDecoder().decode(group.replace('=', 'A'))) {
                key.append((char) (b & 0xFF));
            }
            if (pads > 0) {
                key.setLength(key.length() - (int) pads);
                break;
            }
        }
        return key.toString();
    }

    private static boolean fits(String word, BigInteger least, BigInteger most, int length) {
        if (!word.matches("-?\\d+") || word.length() > length) {
            return false;
        }
        BigInteger value = new BigInteger(word);
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }
}
