package org.mainmemory.memcache.session;

import java.util.Locale;

/** The reply to a {@code stats} command: lines of key and value, END at the end. Not for several threads. */
final class StatsReport {

    private final StringBuilder text = new StringBuilder(4096);
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
        return put(key, String.format(Locale.ROOT, "%.2f", value));
    }

    /** Yes or no. */
    StatsReport putYesNo(String key, boolean value) {
        return put(key, value ? "yes" : "no");
    }

    /** A word. */
    StatsReport put(String key, String value) {
        text.append("STAT ").append(prefix).append(key).append(' ').append(value).append("\r\n");
        return this;
    }

    /** Zero under each of {@code keys}: memcached's numbers that have no meaning here. */
    StatsReport putZeroes(String... keys) {
        for (String key : keys) {
            put(key, 0);
        }
        return this;
    }

    /** The whole reply. */
    String end() {
        return text.append("END\r\n").toString();
    }
}
