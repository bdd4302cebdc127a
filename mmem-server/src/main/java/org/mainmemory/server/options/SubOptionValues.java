package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.failure;

import org.jspecify.annotations.Nullable;

/** The values of -o's options, each read as memcached reads it, with its texts for those that make no sense. */
final class SubOptionValues {

    private static final int KIB = 1 << 10;

    private SubOptionValues() {
    }

    /** A value that must be there; {@code missing} is what is missing otherwise. */
    static String required(@Nullable String value, String missing) throws StartFailure {
        if (value == null) {
            throw failure("Missing " + missing);
        }
        return value;
    }

    /** A number that is digits and nothing else, 0 to 2^32 - 1. */
    static long unsigned(String name, @Nullable String value) throws StartFailure {
        String digits = required(value, name + " argument").strip();
        if (!digits.matches("\\+?\\d{1,10}") || Long.parseLong(digits) >>> Integer.SIZE != 0) {
            throw failure("could not parse argument to " + name);
        }
        return Long.parseLong(digits);
    }

    /** A size given in KiB, in bytes, at most the largest int. */
    static int kibibytes(String name, @Nullable String value) throws StartFailure {
        long kib = unsigned(name, value);
        if (kib == 0) {
            throw failure("could not parse argument to " + name);
        }
        return (int) Math.min(kib * KIB, Integer.MAX_VALUE);
    }

    /** A fraction, as C's {@code atof} reads it. */
    static double fraction(String name, @Nullable String value) throws StartFailure {
        return Numbers.leadingDouble(required(value, name + " argument"));
    }
}
