package org.mainmemory.server.options;

/**
 * Numbers as C's {@code atoi}, {@code strtol} and {@code atof} read them: what is a number at the front counts, what
 * follows is ignored, no number is 0. Where C's result is undefined (too large for an int) the nearest int is taken.
 */
final class Numbers {

    private Numbers() {
    }

    /** A decimal int. */
    static int leadingInt(String text) {
        String digits = text.strip();
        boolean negative = digits.startsWith("-");
        int at = negative || digits.startsWith("+") ? 1 : 0;
        long number = 0;
        while (at < digits.length() && isDigit(digits.charAt(at)) && number <= Integer.MAX_VALUE) {
            number = number * 10 + (digits.charAt(at++) - '0');
        }
        return Math.clamp(negative ? -number : number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /**
     * A decimal int above 0.
     *
     * @throws StartFailure if it is not; {@code what} says what it is
     */
    static int positive(String value, String what) throws StartFailure {
        int number = leadingInt(value);
        if (number <= 0) {
            throw StartFailure.failure(what + " must be greater than 0");
        }
        return number;
    }

    /** A decimal fraction, with an exponent if there is one. */
    static double leadingDouble(String text) {
        String number = text.strip();
        int end = number.startsWith("-") || number.startsWith("+") ? 1 : 0;
        end = skipDigits(number, end);
        if (end < number.length() && number.charAt(end) == '.') {
            end = skipDigits(number, end + 1);
        }
        int exponent = exponentEnd(number, end);
        try {
            return Double.parseDouble(number.substring(0, Math.max(end, exponent)));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Where the exponent that begins at {@code at} ends; {@code at} if there is none. */
    private static int exponentEnd(String number, int at) {
        if (at >= number.length() || Character.toLowerCase(number.charAt(at)) != 'e') {
            return at;
        }
        int digits = at + 1;
        if (digits < number.length() && (number.charAt(digits) == '-' || number.charAt(digits) == '+')) {
            digits++;
        }
        int end = skipDigits(number, digits);
        return end > digits ? end : at;
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
