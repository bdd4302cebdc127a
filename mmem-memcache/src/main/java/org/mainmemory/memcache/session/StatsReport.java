package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a {@code stats} command tells: keys and values in their order. Not for several threads. */
final class StatsReport {

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
        return put(key, String.format(Locale.ROOT, "%.2f", value));
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
