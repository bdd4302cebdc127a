package org.mainmemory.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sizes of values in bytes and how often each comes, written as {@code 100}, {@code 100-900k} (evenly between the two)
 * or {@code 100:40,10k:9,900k:1} (each with its weight; 1 where none is given). {@code k} is 1024 bytes, {@code m} a
 * mebibyte. Immutable.
 */
record ValueSizes(List<Range> ranges) {

    /** Sizes from {@code least} to {@code most}, both included, chosen {@code weight} times as often as weight 1. */
    record Range(int least, int most, int weight) {
    }

    ValueSizes {
        ranges = List.copyOf(ranges);
    }

    /** Reads the notation above; throws IllegalArgumentException with a sentence for the user. */
    static ValueSizes parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            ranges.add(range(part));
        }
        return new ValueSizes(ranges);
    }

    /** The size that belongs to {@code hash}: the same one each time. */
    int of(long hash) {
        long turn = Long.remainderUnsigned(hash, totalWeight());
        for (Range range : ranges) {
            turn -= range.weight;
            if (turn < 0) {
                return range.least + (int) ((hash >>> 33) % (range.most - range.least + 1));
            }
        }
        throw new AssertionError("weights changed");
    }

    /** The largest size there is. */
    int largest() {
        return ranges.stream().mapToInt(Range::most).max().orElse(0);
    }

    private long totalWeight() {
        long total = 0;
        for (Range range : ranges) {
            total += range.weight;
        }
        return total;
    }

    private static Range range(String text) {
        int colon = text.indexOf(':');
        String sizes = colon < 0 ? text : text.substring(0, colon);
        int weight = colon < 0 ? 1 : number(text.substring(colon + 1), text);
        int dash = sizes.indexOf('-');
        int least = bytes(dash < 0 ? sizes : sizes.substring(0, dash), text);
        int most = dash < 0 ? least : bytes(sizes.substring(dash + 1), text);
        if (weight == 0 || most < least) {
            throw bad(text);
        }
        return new Range(least, most, weight);
    }

    private static int bytes(String text, String whole) {
        String lower = text.toLowerCase(Locale.ROOT);
        int unit = lower.endsWith("k") ? 1 << 10 : lower.endsWith("m") ? 1 << 20 : 1;
        long bytes = (long) unit * number(unit == 1 ? text : text.substring(0, text.length() - 1), whole);
        if (bytes > 1 << 30) {
            throw bad(whole);
        }
        return (int) bytes;
    }

    private static int number(String text, String whole) {
        if (!text.matches("[0-9]{1,9}")) {
            throw bad(whole);
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("not a size of values: '" + text + "' (100, 100-900k or 100:40,10k:9)");
    }
}
