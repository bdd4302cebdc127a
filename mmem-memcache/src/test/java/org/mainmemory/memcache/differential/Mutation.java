package org.mainmemory.memcache.differential;

/** Breaks requests a little. */
final class Mutation {

    private static final String ODD = " \r\n\0\t-+0k\u00ff\u0080,;";

    /** What lets go of items must be whole, see {@link TextRequests}. */
    private static final String WHOLE = "mn\r\n";

    private Mutation() {
    }

    /** {@code text} with one to three bytes or words changed. */
    static String of(String text, Choice choice) {
        if (text.startsWith(WHOLE)) {
            return WHOLE + of(text.substring(WHOLE.length()), choice);
        }
        String broken = withoutCas(text);
        for (int i = choice.below(3); i >= 0; i--) {
            broken = once(broken, choice);
        }
        return broken;
    }

    /** {@code text} with another number for each CAS: one that became a length would be another for each server. */
    static String withoutCas(String text) {
        return text.replaceAll("[\uE000-\uE1FF]", "1125899906842624");
    }

    private static String once(String text, Choice choice) {
        if (text.isEmpty()) {
            return text;
        }
        int line = text.indexOf('\n') + 1;
        int at = choice.below(choice.oneIn(4) || line == 0 ? text.length() : line);
        String before = text.substring(0, at);
        String after = text.substring(at);
        return switch (choice.below(6)) {
            case 0 -> before + after.substring(1);
            case 1 -> before + ODD.charAt(choice.below(ODD.length())) + after;
            case 2 -> before + ODD.charAt(choice.below(ODD.length())) + after.substring(1);
            case 3 -> before + after.charAt(0) + after;
            case 4 -> word(text, choice, OddNumbers.any(choice));
            default -> word(text, choice, choice.of("", "a", "noreply", "a b c", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0"));
        };
    }

    /** One of the words of the first line replaced. */
    private static String word(String text, Choice choice, String with) {
        int end = text.indexOf('\r');
        if (end < 0) {
            return text;
        }
        String[] words = text.substring(0, end).split(" ");
        if (words.length == 0) {
            return text;
        }
        words[choice.below(words.length)] = with;
        return String.join(" ", words) + text.substring(end);
    }
}
