package org.mainmemory.memcache.store;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Two ladders of chunk sizes: mmem's own, fine one that memory is really cut by, and memcached's, by which items are
 * counted for {@code stats items} and {@code stats slabs}.
 *
 * <p>mmem's ladder goes in steps of 8 bytes up to 256, of a sixteenth of the power of two below up to 1024 and of an
 * eighth from there on, each size enlarged until the chunks of a page leave less than a chunk over. It ends at
 * {@link #MAX_CHUNK}; larger items are chains, for which there is one class more, of chunks that are whole pages.
 * Finer steps cost more than they give: a shard has some hundred pages, and each class keeps one that is half empty.
 * memcached's ladder follows its rule: the first chunk has room for {@code -n} bytes, each next one is {@code -f} times
 * larger, all rounded up to 8 bytes, the last one is {@code slab_chunk_max}; or it is a given row of sizes. Immutable;
 * any thread.
 */
final class SizeClasses {

    /** Bytes of a page: the unit in which shards, classes and the index take memory. */
    static final int PAGE_SIZE = 64 << 10;
    /** log2 of {@link #PAGE_SIZE}. */
    static final int PAGE_SHIFT = 16;
    /** The largest chunk in bytes, but for {@linkplain #PAGE_SIZE whole pages}: a quarter of a page. */
    static final int MAX_CHUNK = PAGE_SIZE / 4;

    /** The smallest chunk in bytes. */
    static final int MIN_CHUNK = 32;
    private static final int ALIGNMENT = Long.BYTES;
    private static final int FINE_LIMIT = 256;
    private static final int COARSE_FROM = 1024;
    private static final int FINE_STEPS = 16;
    private static final int COARSE_STEPS = 8;
    private static final int MIN_TAIL = 1024;

    /** memcached's page, which its {@code chunks_per_page} refers to, in bytes. */
    private static final int MEMCACHED_PAGE = 1 << 20;
    private static final int MEMCACHED_ITEM_HEADER = 48;
    private static final int MEMCACHED_CAS = 8;
    private static final int MEMCACHED_CLIENT_FLAGS = 4;
    /** The zero byte behind memcached's key and the CR LF behind its value. */
    private static final int MEMCACHED_DELIMITERS = 3;
    private static final int MAX_MEMCACHED_CLASSES = 63;

    private final int[] chunkSizes;
    private final byte[] classBySize = new byte[MAX_CHUNK / ALIGNMENT + 1];
    private final int[] memcachedSizes;
    private final byte[] memcachedBySize;
    private final int memcachedOverhead;

    SizeClasses(StoreSettings settings) {
        chunkSizes = ownLadder();
        fill(classBySize, chunkSizes, 0);
        memcachedSizes = memcachedLadder(settings);
        memcachedBySize = new byte[settings.slabChunkMax() / ALIGNMENT + 1];
        fill(memcachedBySize, memcachedSizes, 1);
        memcachedOverhead = MEMCACHED_ITEM_HEADER + (settings.useCas() ? MEMCACHED_CAS : 0) + MEMCACHED_DELIMITERS;
    }

    /** Number of mmem's classes; they are numbered from 0. */
    int count() {
        return chunkSizes.length;
    }

    /** Bytes of a chunk of class {@code index}. */
    int chunkSize(int index) {
        return chunkSizes[index];
    }

    /** The smallest class whose chunks hold {@code bytes}, at most {@link #MAX_CHUNK}, or a whole page. */
    int classOf(int bytes) {
        return bytes == PAGE_SIZE ? chunkSizes.length - 1 : classBySize[(bytes + ALIGNMENT - 1) / ALIGNMENT];
    }

    /** Bytes of the head of a chain with {@code bytes} in front of its value and in it. */
    static int headSize(long bytes) {
        return bytes > PAGE_SIZE ? PAGE_SIZE : MAX_CHUNK;
    }

    /** Bytes of a value that the next tail holds, if {@code missing} have no place yet. */
    static int tailPayload(long missing) {
        return missing >= PAGE_SIZE - Chunks.HEADER
                ? PAGE_SIZE - Chunks.HEADER
                : (int) Math.min(missing, MAX_CHUNK - Chunks.HEADER);
    }

    /**
     * The class of a further chunk of {@code bytes}: a whole page, or a power of two, so that few slabs hold the ends
     * of all long items.
     */
    int tailClassOf(int bytes) {
        int powerOfTwo = Integer.highestOneBit(Math.max(MIN_TAIL, bytes) * 2 - 1);
        return classOf(bytes == PAGE_SIZE ? bytes : Math.min(MAX_CHUNK, powerOfTwo));
    }

    /** Size of an item by memcached's reckoning, in bytes: what {@code -I} bounds and {@code bytes} sums. */
    long memcachedSize(int keyLength, int clientFlags, int valueLength) {
        return (long) memcachedOverhead + keyLength + (clientFlags == 0 ? 0 : MEMCACHED_CLIENT_FLAGS) + valueLength;
    }

    /** memcached's class of an item of that size: 1 to 63. */
    int memcachedClass(long memcachedSize) {
        int slot = (int) Math.min((memcachedSize + ALIGNMENT - 1) / ALIGNMENT, memcachedBySize.length - 1);
        return memcachedBySize[slot];
    }

    /** Whether memcached keeps an item of that size in several chunks. */
    boolean isChunked(long memcachedSize) {
        return memcachedSize > memcachedSizes[memcachedSizes.length - 1];
    }

    /** The highest of memcached's class numbers. */
    int memcachedClasses() {
        return memcachedSizes.length;
    }

    /** memcached's chunk size of one of its classes, in bytes. */
    int memcachedChunkSize(int slabClass) {
        return memcachedSizes[slabClass - 1];
    }

    /** memcached's chunks in a page of 1 MiB. */
    int memcachedChunksPerPage(int slabClass) {
        return MEMCACHED_PAGE / memcachedChunkSize(slabClass);
    }

    /** A number that changes with mmem's ladder. */
    static int fingerprint() {
        return Arrays.hashCode(ownLadder()) * 31 + PAGE_SIZE;
    }

    private static int[] ownLadder() {
        int[] sizes = new int[256];
        int count = 0;
        int wanted = MIN_CHUNK;
        while (wanted <= MAX_CHUNK) {
            int perPage = PAGE_SIZE / wanted;
            int size = PAGE_SIZE / perPage & -ALIGNMENT;
            if (count == 0 || size > sizes[count - 1]) {
                sizes[count++] = size;
            }
            int step = wanted < FINE_LIMIT ? ALIGNMENT
                    : Integer.highestOneBit(wanted) / (wanted < COARSE_FROM ? FINE_STEPS : COARSE_STEPS);
            wanted += step;
        }
        sizes[count++] = PAGE_SIZE;
        return Arrays.copyOf(sizes, count);
    }

    private static int[] memcachedLadder(StoreSettings settings) {
        if (!settings.slabSizes().isEmpty()) {
            return IntStream.concat(
                    settings.slabSizes().stream().mapToInt(SizeClasses::roundUp).limit(MAX_MEMCACHED_CLASSES - 1),
                    IntStream.of(settings.slabChunkMax())).toArray();
        }
        int[] sizes = new int[MAX_MEMCACHED_CLASSES];
        int count = 0;
        int size = roundUp(MEMCACHED_ITEM_HEADER + settings.slabMinSize());
        while (count < MAX_MEMCACHED_CLASSES - 1 && size < settings.slabChunkMax() / settings.slabGrowthFactor()) {
            sizes[count++] = size;
            size = roundUp((int) (size * settings.slabGrowthFactor()));
        }
        sizes[count++] = settings.slabChunkMax();
        return Arrays.copyOf(sizes, count);
    }

    private static int roundUp(int bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Marks for each size in steps of {@link #ALIGNMENT} the first class that holds it. */
    private static void fill(byte[] bySize, int[] sizes, int firstNumber) {
        int from = 0;
        for (int index = 0; index < sizes.length && from < bySize.length; index++) {
            boolean last = index == sizes.length - 1;
            int to = last ? bySize.length : Math.clamp(sizes[index] / ALIGNMENT + 1, from, bySize.length);
            fill(bySize, from, to, (byte) (index + firstNumber));
            from = to;
        }
    }

    /** By a few copies, which are native: a start runs interpreted. */
    private static void fill(byte[] slots, int from, int to, byte value) {
        if (from == to) {
            return;
        }
        slots[from] = value;
        for (int done = 1; done < to - from; done *= 2) {
            System.arraycopy(slots, from, slots, from + done, Math.min(done, to - from - done));
        }
    }
}
