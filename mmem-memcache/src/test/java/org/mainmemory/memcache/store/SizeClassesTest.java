package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Both ladders of chunk sizes. */
class SizeClassesTest {

    /** What memcached 1.6.45 prints with -vv and its default settings. */
    private static final int[] MEMCACHED_SIZES = {
        96, 120, 152, 192, 240, 304, 384, 480, 600, 752, 944, 1184, 1480, 1856, 2320, 2904, 3632, 4544, 5680, 7104,
        8880,
        11104, 13880, 17352, 21696, 27120, 33904, 42384, 52984, 66232, 82792, 103496, 129376, 161720, 202152, 252696,
        315872, 394840, 524288
    };
    private static final int[] MEMCACHED_PER_PAGE = {
        10922, 8738, 6898, 5461, 4369, 3449, 2730, 2184, 1747, 1394, 1110, 885, 708, 564, 451, 361, 288, 230, 184, 147,
        118, 94, 75, 60, 48, 38, 30, 24, 19, 15, 12, 10, 8, 6, 5, 4, 3, 2, 2
    };

    private final SizeClasses classes = new SizeClasses(StoreSettings.defaults(1));

    @Test
    void memcachedsLadderIsAsItPrintsIt() {
        assertEquals(MEMCACHED_SIZES.length, classes.memcachedClasses());
        for (int slabClass = 1; slabClass <= MEMCACHED_SIZES.length; slabClass++) {
            assertEquals(MEMCACHED_SIZES[slabClass - 1], classes.memcachedChunkSize(slabClass));
            assertEquals(MEMCACHED_PER_PAGE[slabClass - 1], classes.memcachedChunksPerPage(slabClass));
        }
    }

    @Test
    void memcachedsClassIsTheFirstThatHoldsTheItem() {
        for (int size = 1; size <= 1 << 20; size++) {
            int expected = 1;
            while (expected < MEMCACHED_SIZES.length && MEMCACHED_SIZES[expected - 1] < size) {
                expected++;
            }
            assertEquals(expected, classes.memcachedClass(size));
        }
        assertEquals(MEMCACHED_SIZES.length, classes.memcachedClass(1L << 40));
    }

    @Test
    void otherFactorsMakeOtherLaddersOfAtMost63() {
        StoreSettings settings = new StoreSettings(64 << 20, 1 << 20, true, true, 1.01, 10, 512 << 10, 1, false);
        SizeClasses fine = new SizeClasses(settings);
        assertEquals(63, fine.memcachedClasses());
        assertEquals(64, fine.memcachedChunkSize(1));
        assertEquals(512 << 10, fine.memcachedChunkSize(63));
    }

    @Test
    void anItemsSizeIsWhatMemcachedReckons() {
        assertEquals(64, classes.memcachedSize(3, 0, 2));
        assertEquals(68, classes.memcachedSize(3, 1, 2));
        assertEquals(1 << 20, classes.memcachedSize(1, 0, 1_048_516));
        assertEquals(1 << 20, classes.memcachedSize(1, -1, 1_048_512));
        StoreSettings withoutCas = new StoreSettings(64 << 20, 1 << 20, true, false, 1.25, 48, 512 << 10, 1, false);
        assertEquals(56, new SizeClasses(withoutCas).memcachedSize(3, 0, 2));
    }

    @Test
    void ownLadderRisesInAlignedStepsThatFillThePage() {
        for (int index = 0; index < classes.count(); index++) {
            int size = classes.chunkSize(index);
            assertEquals(0, size % 8);
            assertTrue(index == 0 || size > classes.chunkSize(index - 1));
            int rest = SizeClasses.PAGE_SIZE % size;
            assertTrue(rest < 8 * (SizeClasses.PAGE_SIZE / size), () -> size + " wastes " + rest + " bytes of a page");
        }
        assertEquals(SizeClasses.PAGE_SIZE, classes.chunkSize(classes.count() - 1));
        assertEquals(SizeClasses.MAX_CHUNK, classes.chunkSize(classes.count() - 2));
        assertTrue(classes.count() < 90, () -> classes.count() + " classes");
    }

    @Test
    void ownClassIsTheFirstThatHoldsTheBytesAndWastesLittle() {
        for (int bytes = 1; bytes <= SizeClasses.MAX_CHUNK; bytes++) {
            int index = classes.classOf(bytes);
            int size = classes.chunkSize(index);
            assertTrue(size >= bytes);
            assertTrue(index == 0 || classes.chunkSize(index - 1) < bytes);
            double bound = bytes < 128 ? 15 : bytes < 1024 ? bytes * 0.145 : bytes * 0.34;
            int waste = size - bytes;
            assertTrue(waste <= Math.max(bound, 31), bytes + " bytes waste " + waste);
        }
    }

    @Test
    void memcachedsLadderMayBeGiven() {
        StoreSettings settings = StoreSettings.defaults(1).withSlabSizes(List.of(100, 200, 3000));
        SizeClasses given = new SizeClasses(settings);
        assertEquals(4, given.memcachedClasses());
        assertEquals(104, given.memcachedChunkSize(1));
        assertEquals(3000, given.memcachedChunkSize(3));
        assertEquals(512 << 10, given.memcachedChunkSize(4));
        assertEquals(1, given.memcachedClass(104));
        assertEquals(2, given.memcachedClass(105));
        assertEquals(4, given.memcachedClass(3001));
    }

    @Test
    void tailsAreWholePagesThenLargestChunksThenTheRest() {
        int inPage = SizeClasses.PAGE_SIZE - Chunks.HEADER;
        int inChunk = SizeClasses.MAX_CHUNK - Chunks.HEADER;
        assertEquals(inPage, SizeClasses.tailPayload(1L << 40));
        assertEquals(inPage, SizeClasses.tailPayload(inPage));
        assertEquals(inChunk, SizeClasses.tailPayload(inPage - 1));
        assertEquals(inChunk, SizeClasses.tailPayload(inChunk));
        assertEquals(1, SizeClasses.tailPayload(1));
        assertEquals(SizeClasses.PAGE_SIZE, classes.chunkSize(classes.tailClassOf(SizeClasses.PAGE_SIZE)));
    }

    @Test
    void furtherChunksComeInPowersOfTwo() {
        for (int bytes = 1; bytes <= SizeClasses.MAX_CHUNK; bytes++) {
            int size = classes.chunkSize(classes.tailClassOf(bytes));
            assertEquals(1, Integer.bitCount(size));
            assertTrue(size >= bytes && (size == 1024 || size < 2 * bytes));
        }
    }
}
