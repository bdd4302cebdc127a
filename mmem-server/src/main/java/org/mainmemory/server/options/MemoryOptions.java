package org.mainmemory.server.options;

import static org.mainmemory.server.options.Numbers.leadingDouble;
import static org.mainmemory.server.options.Numbers.leadingInt;
import static org.mainmemory.server.options.StartFailure.failure;
import static org.mainmemory.server.options.StartFailure.usage;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Collects what items live in (-m -I -M -C -f -n -L -e), then checks what that means together. */
final class MemoryOptions {

    /** 64 TiB: what an address space has room for. */
    private static final int MAX_MEMORY_MEGABYTES = 1 << 26;

    private static final int MIN_ITEM_SIZE_MAX = 1024;
    private static final int MAX_ITEM_SIZE_MAX = 1 << 30;

    private int limitMegabytes = 64;
    private long maxItemSize = 1 << 20;
    private boolean evictions = true;
    private boolean useCas = true;
    private double growthFactor = 1.25;
    private int slabMinSize = 48;
    private boolean largePages;
    private @Nullable String file;

    /** Takes one option, if it is one of these. */
    boolean take(Option option, String value) throws StartFailure {
        switch (option) {
            case MEMORY_LIMIT -> limitMegabytes = leadingInt(value);
            case MAX_ITEM_SIZE -> maxItemSize = size(value);
            case DISABLE_EVICTIONS -> evictions = false;
            case DISABLE_CAS -> useCas = false;
            case GROWTH_FACTOR -> growthFactor = factor(value);
            case SLAB_MIN_SIZE -> slabMinSize = Numbers.positive(value, "Chunk size");
            case LARGE_PAGES -> largePages = true;
            case MEMORY_FILE -> file = FileName.checked(option.names(), value);
            default -> {
                return false;
            }
        }
        return true;
    }

    ServerSettings.Memory memory(SlabOptions slabs) throws StartFailure {
        long limitBytes = (long) limitMegabytes << 20;
        checkMaxItemSize(limitBytes);
        slabs.checkChunkMax(maxItemSize);
        if (limitMegabytes > MAX_MEMORY_MEGABYTES) {
            throw usage("-m (--memory-limit) must be at most " + MAX_MEMORY_MEGABYTES + " megabytes");
        }
        return new ServerSettings.Memory(limitBytes, (int) maxItemSize, evictions, useCas, growthFactor, slabMinSize,
                slabs.chunkMax(), slabs.classic(), file, slabs.sizes(slabMinSize), largePages);
    }

    private void checkMaxItemSize(long limitBytes) throws StartFailure {
        if (maxItemSize < MIN_ITEM_SIZE_MAX) {
            throw usage("Item max size cannot be less than 1024 bytes.");
        }
        if (maxItemSize > limitBytes / 2) {
            throw usage("Cannot set item size limit higher than 1/2 of memory max.");
        }
        if (maxItemSize > MAX_ITEM_SIZE_MAX) {
            throw usage("Cannot set item size limit higher than a gigabyte.");
        }
    }

    private static double factor(String value) throws StartFailure {
        double factor = leadingDouble(value);
        if (factor <= 1) {
            throw failure("Factor must be greater than 1");
        }
        return Math.min(factor, Integer.MAX_VALUE);
    }

    /** A number of bytes with an optional suffix: k for KiB, m for MiB. */
    private static long size(String value) {
        long number = leadingInt(value);
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.endsWith("k")) {
            return number << 10;
        }
        return lower.endsWith("m") ? number << 20 : number;
    }
}
