package org.mainmemory.memcache.session;

import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.mainmemory.memcache.command.Command;

/**
 * Gets, hits, sets and deletes by what stands before the delimiter in a key; keys without one are not counted. One
 * thread counts, others may read and clear.
 */
final class PrefixCounts {

    private static final int MAX_PREFIXES = 1 << 16;
    private static final int GETS = 0;
    private static final int HITS = 1;
    private static final int SETS = 2;
    private static final int DELETES = 3;
    private static final int COUNTS = 4;

    private final byte delimiter;
    private final Map<String, long[]> counts = new ConcurrentHashMap<>();

    PrefixCounts(char delimiter) {
        this.delimiter = (byte) delimiter;
    }

    /** The key was asked for. */
    void got(Command command, boolean hit) {
        count(command, GETS);
        if (hit) {
            count(command, HITS);
        }
    }

    /** The key was to be stored. */
    void set(Command command) {
        count(command, SETS);
    }

    /** The key was to be deleted. */
    void deleted(Command command) {
        count(command, DELETES);
    }

    private void count(Command command, int column) {
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < command.keyLength; i++) {
            byte b = command.keyBytes.get(ValueLayout.JAVA_BYTE, command.keyOffset + i);
            if (b == delimiter) {
                countPrefix(prefix.toString(), column, 1);
                return;
            }
            prefix.append((char) (b & 0xFF));
        }
    }

    private void countPrefix(String prefix, int column, long count) {
        long[] row = counts.get(prefix);
        if (row == null) {
            if (counts.size() >= MAX_PREFIXES) {
                return;
            }
            row = new long[COUNTS];
            counts.put(prefix, row);
        }
        row[column] += count;
    }

    /** Adds what {@code other} has counted. */
    void add(PrefixCounts other) {
        other.counts.forEach((prefix, row) -> {
            for (int column = 0; column < COUNTS; column++) {
                countPrefix(prefix, column, row[column]);
            }
        });
    }

    /** Forgets everything. */
    void clear() {
        counts.clear();
    }

    /** What {@code stats detail dump} tells. */
    String text() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(counts).forEach((prefix, row) -> text.append("PREFIX ").append(prefix)
                .append(" get ").append(row[GETS]).append(" hit ").append(row[HITS])
                .append(" set ").append(row[SETS]).append(" del ").append(row[DELETES]).append("\r\n"));
        return text.append("END\r\n").toString();
    }
}
