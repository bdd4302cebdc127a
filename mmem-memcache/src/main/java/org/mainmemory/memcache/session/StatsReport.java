package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** What a {@code stats} command tells: keys and values in their order. Not for several threads. */
final class StatsReport {

    /** From here on a long has no room for it with its digits behind the point. */
    private static final double BEYOND_LONG = 1e15;

    private final List<Stat> stats = new ArrayList<>();
    private String prefix = "";

    /** Puts {@code before} and a colon before the keys that follow. */
    StatsReport under(String before) {
        prefix = before + ":";
        return this;
    }

    /** Puts nothing before the keys that follow. */
    StatsReport plain() {
        prefix = "";
        return this;
    }

    /** A number. */
    StatsReport put(String key, long value) {
        return put(key, Long.toString(value));
    }

    /** A number of two digits behind the point. */
    StatsReport putFraction(String key, double value) {
        return putFraction(key, value, 2);
    }

    /** A number of so many digits behind the point, rounded as C does; what is none (nan, inf) as C prints it. */
    StatsReport putFraction(String key, double value, int digits) {
        if (!Double.isFinite(value)) {
            return put(key, Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
        }
        if (Math.abs(value) >= BEYOND_LONG) {
            return put(key, new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString());
        }
        double scale = Math.pow(10, digits);
        double rounded = Math.rint(value * scale);
        double rest = Math.fma(value, scale, -rounded); // of the true product
        return putDecimal(key, (long) rounded + (rest > 0.5 ? 1 : rest < -0.5 ? -1 : 0), digits);
    }

    /** A number of which {@code digits} of its digits are behind the point. */
    StatsReport putDecimal(String key, long number, int digits) {
        String text = Long.toString(Math.abs(number));
        String padded = "0".repeat(Math.max(digits + 1 - text.length(), 0)) + text;
        int point = padded.length() - digits;
        return put(key, (number < 0 ? "-" : "") + padded.substring(0, point) + "." + padded.substring(point));
    }

    /** Yes or no. */
    StatsReport putYesNo(String key, boolean value) {
        return put(key, value ? "yes" : "no");
    }

    /** A word. */
    StatsReport put(String key, String value) {
        stats.add(new Stat(prefix + key, value));
        return this;
    }

    /** Zero under each of {@code keys}: memcached's numbers that have no meaning here. */
    StatsReport putZeroes(String... keys) {
        for (String key : keys) {
            put(key, 0);
        }
        return this;
    }

    /** What has been put, in that order. */
    List<Stat> stats() {
        return stats;
    }

    /** All of it in the words of the text protocol. */
    String text() {
        StringBuilder text = new StringBuilder(4096);
        for (Stat stat : stats) {
            text.append("STAT ").append(stat.key()).append(' ').append(stat.value()).append("\r\n");
        }
        return text.append("END\r\n").toString();
    }

    /** The same in bytes. */
    byte[] bytes() {
        return text().getBytes(ISO_8859_1);
    }

    /** One key and its value. */
    record Stat(String key, String value) {
    }
}
