package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.failure;
import static org.mainmemory.server.options.StartFailure.usage;

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

    /** A size given in KiB, in bytes, at most {@code mostKib}. */
    static int kibibytes(String name, @Nullable String value, int mostKib) throws StartFailure {
        long kib = unsigned(name, value);
        if (kib == 0) {
            throw failure("could not parse argument to " + name);
        }
        if (kib > mostKib) {
            throw usage("-o " + name + " must be at most " + mostKib + " kilobytes");
        }
        return (int) kib * KIB;
    }

    /** A fraction that is a number and nothing else. */
    static double fraction(String name, @Nullable String value) throws StartFailure {
        String number = required(value, name + " argument").strip();
        if (!number.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            throw failure("could not parse argument to " + name);
        }
        return Double.parseDouble(number);
    }
}
