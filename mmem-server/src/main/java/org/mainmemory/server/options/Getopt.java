package org.mainmemory.server.options;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a command line as {@code getopt_long} of the GNU C library does, on whose habits scripts that start memcached
 * rely: {@code -vvM}, {@code -m64}, {@code -m 64}, {@code --port=1}, {@code --port 1}, unambiguous abbreviations of
 * long names, words that are no options skipped, {@code --} ends the options. Leading blanks of values are dropped.
 *
 * <p>picocli, which prints the help, does not parse: its class files, made for Java 5, have no place in an AOT cache,
 * and loading and verifying them took 55 to 65 ms of each start, even without annotations. This class takes under
 * 1 ms, and gives getopt's own texts.
 */
final class Getopt {

    private final String[] words;
    private int nextWord;
    /** The letters of a word such as {@code -vvM} that are still to come. */
    private String letters = "";
    private @Nullable String value;

    Getopt(String[] words) {
        this.words = words.clone();
    }

    /**
     * The next option, in the order given; null after the last.
     *
     * @throws StartFailure exit code 1 and getopt's text for an unknown option or a missing value
     */
    @Nullable Option next() throws StartFailure {
        value = null;
        if (!letters.isEmpty()) {
            return nextLetter();
        }
        while (nextWord < words.length) {
            String word = words[nextWord++];
            if (word.equals("--")) {
                nextWord = words.length;
            } else if (word.startsWith("--")) {
                return longOption(word);
            } else if (word.length() > 1 && word.charAt(0) == '-') {
                letters = word.substring(1);
                return nextLetter();
            }
        }
        return null;
    }

    /** The value of the option that {@link #next} returned; empty for an option that takes none. */
    String value() {
        return value == null ? "" : value.stripLeading();
    }

    private Option nextLetter() throws StartFailure {
        char letter = letters.charAt(0);
        letters = letters.substring(1);
        Option option = Option.byLetter(letter);
        if (option == null) {
            throw illegal("invalid option -- '" + letter + "'");
        }
        if (option.takesValue()) {
            value = letters.isEmpty() ? followingWord("option requires an argument -- '" + letter + "'") : letters;
            letters = "";
        }
        return option;
    }

    private Option longOption(String word) throws StartFailure {
        int equalsSign = word.indexOf('=');
        Option option = byLongName(word, word.substring(2, equalsSign < 0 ? word.length() : equalsSign));
        if (option.takesValue()) {
            value = equalsSign < 0
                    ? followingWord("option '--" + option.longName + "' requires an argument")
                    : word.substring(equalsSign + 1);
        } else if (equalsSign >= 0 && option != Option.VERBOSE) {
            throw illegal("option '--" + option.longName + "' doesn't allow an argument");
        }
        return option;
    }

    private String followingWord(String complaint) throws StartFailure {
        if (nextWord == words.length) {
            throw illegal(complaint);
        }
        return words[nextWord++];
    }

    private static Option byLongName(String word, String name) throws StartFailure {
        List<Option> candidates = new ArrayList<>();
        for (Option option : Option.table()) {
            if (option.longName == null) {
                continue;
            }
            if (option.longName.equals(name)) {
                return option;
            }
            if (option.longName.startsWith(name)) {
                candidates.add(option);
            }
        }
        return switch (candidates.size()) {
            case 0 -> throw illegal("unrecognized option '" + word + "'");
            case 1 -> candidates.getFirst();
            default -> throw ambiguous(word, candidates);
        };
    }

    private static StartFailure ambiguous(String word, List<Option> candidates) {
        StringBuilder text = new StringBuilder("option '" + word + "' is ambiguous; possibilities:");
        for (Option candidate : candidates) {
            text.append(" '--").append(candidate.longName).append('\'');
        }
        return illegal(text.toString());
    }

    private static StartFailure illegal(String complaint) {
        return StartFailure.failure("mmem: " + complaint + "\nIllegal argument \"?\"");
    }
}
