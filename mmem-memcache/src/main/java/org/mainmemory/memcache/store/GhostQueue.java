package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * S3-FIFO's ghost queue of one shard: fingerprints of keys that were evicted not long ago.
 *
 * <p>A fingerprint is 16 bits of the key's hash; a cache line is a queue of {@value #PER_LINE} of them in the order
 * they came, the newest first, and the hash chooses the line. The memory is pages of the pool. It grows one page at a
 * time by linear hashing (see {@link Index}): the page that is split is copied whole, so both halves know what it
 * knew. As long as there is room for many more fingerprints than keys are worth to be remembered, lines are shorter. A
 * wrong answer costs a place in a queue, nothing else. Under the shard's lock only.
 */
final class GhostQueue {

    /** Fingerprints in a line. */
    private static final int PER_LINE = 32;
    /** Words of fingerprints in a line. */
    private static final int WORDS = PER_LINE * Short.BYTES / Long.BYTES;
    /** Fingerprints in a page. */
    static final int PER_PAGE = SizeClasses.PAGE_SIZE / Short.BYTES;

    private static final int LINE_SHIFT = 6;
    private static final int LINES_MASK = SizeClasses.PAGE_SIZE / (1 << LINE_SHIFT) - 1;
    private static final int PAGE_BITS_SHIFT = 24;
    private static final int FINGERPRINT_SHIFT = 40;
    private static final long FINGERPRINT_MASK = 0xFFFF;
    private static final long LANES = 0x0001_0001_0001_0001L;
    private static final long LANE_HIGHS = 0x8000_8000_8000_8000L;

    private final Chunks chunks;
    private int[] pages = new int[4];
    private int pageCount;
    private int lineBytes = WORDS * Long.BYTES;

    GhostQueue(Chunks chunks) {
        this.chunks = chunks;
    }

    /** Fingerprints there is room for. */
    long capacity() {
        return (long) pageCount * PER_PAGE;
    }

    int pageCount() {
        return pageCount;
    }

    /** Its pages, for those who check invariants. */
    IntStream pages() {
        return Arrays.stream(pages, 0, pageCount);
    }

    /** Adds a page of memory. */
    void addPage(int page) {
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, pageCount * 2);
        }
        long target = PageTable.addressOf(page);
        if (pageCount == 0) {
            chunks.memory().asSlice(target, SizeClasses.PAGE_SIZE).fill((byte) 0);
        } else {
            int split = pageCount - Integer.highestOneBit(pageCount);
            long source = PageTable.addressOf(pages[split]);
            MemorySegment.copy(
                    chunks.memory(), source, chunks.memory(), target, SizeClasses.PAGE_SIZE);
        }
        pages[pageCount++] = page;
    }

    /** Bounds what is remembered to about {@code keys} keys, in steps of an eighth of the capacity. */
    void remember(long keys) {
        long words = pageCount == 0 ? 0 : (keys * WORDS + capacity() / 2) / capacity();
        lineBytes = Math.clamp(words, 1, WORDS) * Long.BYTES;
    }

    /** Reads what {@link #add} reads first, so that the processor has it soon. */
    long touch(long hash) {
        return pageCount == 0 ? 0 : chunks.longAt(lineOf(hash));
    }

    /** Notes that the item of {@code hash} was evicted. No effect without memory. */
    void add(long hash) {
        if (pageCount == 0) {
            return;
        }
        long line = lineOf(hash);
        long carry = fingerprint(hash);
        for (long at = line; at < line + lineBytes; at += Long.BYTES) {
            long word = chunks.longAt(at);
            chunks.longAt(at, word << Short.SIZE | carry);
            carry = word >>> (Long.SIZE - Short.SIZE);
        }
    }

    /** Whether an item of {@code hash} was evicted not long ago; forgets it. */
    boolean remove(long hash) {
        if (pageCount == 0) {
            return false;
        }
        long line = lineOf(hash);
        long pattern = fingerprint(hash) * LANES;
        for (long at = line; at < line + lineBytes; at += Long.BYTES) {
            long word = chunks.longAt(at);
            long difference = word ^ pattern;
            long zeroes = (difference - LANES) & ~difference & LANE_HIGHS;
            if (zeroes != 0) {
                int lane = Long.numberOfTrailingZeros(zeroes) / Short.SIZE * Short.SIZE;
                chunks.longAt(at, word & ~(FINGERPRINT_MASK << lane));
                return true;
            }
        }
        return false;
    }

    /** Never 0, which is an empty place. */
    private static long fingerprint(long hash) {
        long bits = hash >>> FINGERPRINT_SHIFT & FINGERPRINT_MASK;
        return bits == 0 ? 1 : bits;
    }

    private long lineOf(long hash) {
        int bits = (int) (hash >>> PAGE_BITS_SHIFT) & 0xFFFF;
        int power = Integer.highestOneBit(pageCount);
        int place = bits & power - 1;
        if (place < pageCount - power) {
            place = bits & 2 * power - 1;
        }
        return PageTable.addressOf(pages[place]) + ((hash & LINES_MASK) << LINE_SHIFT);
    }
}
