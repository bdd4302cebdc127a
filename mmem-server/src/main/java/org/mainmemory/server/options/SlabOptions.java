package org.mainmemory.server.options;

import static org.mainmemory.server.options.StartFailure.failure;
import static org.mainmemory.server.options.StartFailure.usage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mainmemory.memcache.session.Tuning;

/** -o's options about slab classes, and how memory moves between them. */
final class SlabOptions implements SubOptionGroup {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int DEFAULT_CHUNK_MAX = 512 * KIB;
    private static final int ALIGNMENT = 8;
    private static final int MAX_CLASSES = 62;

    private int chunkMax = DEFAULT_CHUNK_MAX;
    private boolean chunkMaxGiven;
    private @Nullable String sizes;
    private boolean reassign = true;
    private boolean trackSizes;
    private boolean classic;
    private int automove = Tuning.DEFAULTS.slabAutomove();
    private double automoveRatio = Tuning.DEFAULTS.automoveRatio();
    private int automoveWindow = Tuning.DEFAULTS.automoveWindow();
    private double automoveFreeRatio = Tuning.DEFAULTS.automoveFreeRatio();

    @Override
    public boolean take(String name, @Nullable String value) throws StartFailure {
        switch (name) {
            case "slab_reassign" -> reassign = true;
            case "no_slab_reassign" -> reassign = false;
            case "slab_automove" -> automove(value);
            case "no_slab_automove" -> automove = 0;
            case "slab_automove_ratio" -> automoveRatio(name, value);
            case "slab_automove_window" -> automoveWindow(name, value);
            case "slab_automove_freeratio" -> automoveFreeRatio = SubOptionValues.fraction(name, value);
            case "slab_sizes" -> sizes = SubOptionValues.required(value, name + " argument");
            case "slab_chunk_max" -> chunkMax(name, value);
            case "no_chunked_items" -> chunkMax = MIB;
            case "track_sizes" -> trackSizes = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What memcached 1.4 had. */
    void noModern() {
        classic = true;
        chunkMax = MIB;
        reassign = false;
        automove = 0;
    }

    private void automove(@Nullable String value) throws StartFailure {
        int mode = value == null ? 1 : Numbers.leadingInt(value);
        if (mode < 0 || mode > 2) {
            throw failure("slab_automove must be between 0 and 2");
        }
        automove = mode;
    }

    private void automoveRatio(String name, @Nullable String value) throws StartFailure {
        automoveRatio = SubOptionValues.fraction(name, value);
        if (automoveRatio <= 0 || automoveRatio > 1) {
            throw failure("slab_automove_ratio must be > 0 and < 1");
        }
    }

    private void automoveWindow(String name, @Nullable String value) throws StartFailure {
        automoveWindow = Numbers.leadingInt(SubOptionValues.required(value, name + " argument"));
        if (automoveWindow < 3 || automoveWindow > 1800) {
            throw failure("slab_automove_window must be > 2 and < 1800");
        }
    }

    private void chunkMax(String name, @Nullable String value) throws StartFailure {
        String number = SubOptionValues.required(value, name + " argument");
        if (!number.strip().matches("[+-]?\\d{1,9}")) {
            throw failure("could not parse argument to slab_chunk_max");
        }
        int kib = Integer.parseInt(number.strip());
        if (kib <= 0) {
            throw failure("slab_chunk_max must be >= 0");
        }
        if (kib > KIB) {
            throw failure("slab_chunk_max must be specified in kilobytes.");
        }
        chunkMax = kib * KIB;
        chunkMaxGiven = true;
    }

    /**
     * Checks the largest chunk against the largest item.
     *
     * @throws StartFailure if an item of that size would not be a whole number of chunks, or a page
     */
    void checkChunkMax(long maxItemSize) throws StartFailure {
        if (maxItemSize > MIB && !chunkMaxGiven) {
            chunkMax = DEFAULT_CHUNK_MAX;
        }
        if (chunkMax > maxItemSize) {
            throw usage("slab_chunk_max (bytes: " + chunkMax + ") cannot be larger than -I (item_size_max "
                    + maxItemSize + ")");
        }
        if (maxItemSize % chunkMax != 0) {
            throw usage("-I (item_size_max: " + maxItemSize + ") must be evenly divisible by slab_chunk_max (bytes: "
                    + chunkMax + ")");
        }
        if (MIB % chunkMax != 0) {
            throw usage("slab_chunk_max (bytes: " + chunkMax + ") must divide evenly into " + MIB
                    + " (slab_page_size)");
        }
    }

    /** The largest chunk in bytes, by memcached's reckoning. */
    int chunkMax() {
        return chunkMax;
    }

    /**
     * The sizes of slab classes that are asked for, without the largest; empty if they follow -n and -f.
     *
     * @param slabMinSize what -n says
     * @throws StartFailure if they are no rising row of sizes
     */
    List<Integer> sizes(int slabMinSize) throws StartFailure {
        List<Integer> classes = new ArrayList<>();
        if (sizes == null) {
            return classes;
        }
        long last = 0;
        for (String word : sizes.split("-")) {
            if (!word.isEmpty()) {
                last = size(word, slabMinSize, last);
                classes.add((int) last);
            }
        }
        if (classes.size() >= MAX_CLASSES) {
            throw usage("too many slab classes specified");
        }
        if (classes.isEmpty()) {
            throw usage("slab_sizes names no size");
        }
        return classes;
    }

    private long size(String word, int slabMinSize, long last) throws StartFailure {
        long size = word.matches("\\d{1,9}") ? Long.parseLong(word) : 0;
        if (size < slabMinSize || size > chunkMax) {
            throw usage("slab size " + size + " is out of valid range");
        }
        if (last >= size) {
            throw usage("slab size " + size + " cannot be lower than or equal to a previous class size");
        }
        if (size <= last + ALIGNMENT) {
            throw usage("slab size " + size + " must be at least " + ALIGNMENT
                    + " bytes larger than previous class");
        }
        return size;
    }

    /** Whether memory is dealt with as in memcached 1.4. */
    boolean classic() {
        return classic;
    }

    boolean reassign() {
        return reassign;
    }

    boolean trackSizes() {
        return trackSizes;
    }

    /** These among {@code others}. */
    Tuning among(Tuning others) {
        return others.withAutomove(automove).withAutomove(automoveRatio, automoveWindow, automoveFreeRatio);
    }
}
