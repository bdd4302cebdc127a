package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.command.Command;

/** The index through many splits and overflows. Items are headers with a key of four bytes, 32 bytes apart. */
class IndexTest {

    private static final int ITEMS = 200_000;
    private static final int ITEM = 32;
    private static final int INDEX_PAGES = 100;
    private static final long FIRST_ITEM = (long) INDEX_PAGES << SizeClasses.PAGE_SHIFT;

    private final MemorySegment memory = Arena.ofAuto().allocate(
            (long) (INDEX_PAGES + ITEMS * ITEM / SizeClasses.PAGE_SIZE + 1) << SizeClasses.PAGE_SHIFT, 64);
    private final Chunks chunks = new Chunks(memory);
    private final Index index = new Index(chunks, 1);
    private final Command command = new Command();
    private int nextPage = 2;

    @Test
    void whatWasInsertedIsFoundUntilItIsRemoved() {
        long buckets = index.buckets();
        for (int i = 0; i < ITEMS; i++) {
            insert(i);
        }
        assertEquals(ITEMS, index.entries());
        assertTrue(index.buckets() > 16 * buckets, "it has grown");
        assertFalse(index.wantsPage());
        for (int i = 0; i < ITEMS; i++) {
            assertEquals(item(i), index.find(key(i)));
        }
        for (int i = 0; i < ITEMS; i += 2) {
            index.remove(key(i).keyHash, item(i));
        }
        for (int i = 0; i < ITEMS; i++) {
            assertEquals(i % 2 == 0 ? 0 : item(i), index.find(key(i)));
        }
        for (int i = 1; i < ITEMS; i += 2) {
            index.remove(key(i).keyHash, item(i));
        }
        assertEquals(0, index.entries());
    }

    @Test
    void aReplacedItemIsFoundUnderTheSameKey() {
        insert(1);
        long other = item(7);
        write(7, 1);
        index.replace(key(1).keyHash, item(1), other);
        assertEquals(other, index.find(key(1)));
        assertEquals(1, index.entries());
        assertThrows(IllegalStateException.class, () -> index.remove(key(1).keyHash, item(1)));
    }

    @Test
    void withoutPagesForBucketsItOverflowsAndFindsAll() {
        for (int i = 0; i < ITEMS / 4; i++) {
            write(i, i);
            while (!index.hasSpareLine()) {
                index.addOverflowPage(nextPage++);
            }
            index.insert(key(i).keyHash, item(i));
        }
        assertTrue(index.wantsPage());
        assertEquals(1024, index.buckets());
        for (int i = 0; i < ITEMS / 4; i++) {
            assertEquals(item(i), index.find(key(i)));
        }
        while (index.wantsPage()) {
            index.addPage(nextPage++);
            insert((int) index.entries());
        }
        for (int i = 0; i < index.entries(); i++) {
            assertEquals(item(i), index.find(key(i)));
        }
        for (int i = (int) index.entries() - 1; i >= 0; i--) {
            index.remove(key(i).keyHash, item(i));
        }
        assertEquals(0, index.entries());
    }

    @Test
    void overflowLinesComeBack() {
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 20_000; i++) {
                insert(i);
            }
            for (int i = 0; i < 20_000; i++) {
                index.remove(key(i).keyHash, item(i));
            }
        }
        assertTrue(nextPage < 10, () -> nextPage + " pages for 20,000 items");
    }

    @Test
    void aBucketNeverGetsFarBehind() {
        for (int i = 0; i < ITEMS; i++) {
            insert(i);
        }
        double perBucket = (double) ITEMS / index.buckets();
        assertTrue(perBucket < 6.6, () -> perBucket + " entries a bucket");
        double bytes = (double) (nextPage - 1) * SizeClasses.PAGE_SIZE / ITEMS;
        assertTrue(bytes < 13.5, () -> bytes + " bytes an item");
    }

    @Test
    void likelyIsTheItemThatWillBeFound() {
        for (int i = 0; i < 5_000; i++) {
            insert(i);
            chunks.longAt(item(i), i + 1);
        }
        int likely = 0;
        for (int i = 0; i < 5_000; i++) {
            long item = item(i);
            long told = index.likelyItem(key(i).keyHash);
            if (!Chunks.readable(item, Index.LIKELY_BYTES)) {
                assertEquals(0, told, "at the end of a page");
            } else if (told == item) {
                likely++;
            }
        }
        assertTrue(likely > 4_000, "all but those in further lines and of the same tag, not " + likely);
        assertEquals(0, index.likelyItem(key(5_000).keyHash));
    }

    @Test
    void lookingAheadNeedsNoLock() throws Exception {
        long[] hashes = new long[ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            hashes[i] = key(i).keyHash;
        }
        AtomicInteger inserted = new AtomicInteger();
        FutureTask<Long> touching = new FutureTask<>(() -> {
            long items = 0;
            int last;
            do {
                last = inserted.get();
                for (int i = Math.max(0, last - 1_000); i < Math.min(ITEMS, last + 1_000); i++) {
                    index.touch(hashes[i]);
                    items += chunks.longAt(index.likelyItem(hashes[i])) == 0 ? 0 : 1;
                }
            } while (last < ITEMS);
            return items;
        });
        Thread.ofPlatform().daemon().start(touching);
        for (int i = 0; i < ITEMS; i++) {
            chunks.longAt(item(i), i + 1);
            insert(i);
            inserted.set(i + 1);
        }
        assertTrue(touching.get() > 0);
    }

    @Test
    void aBucketBeyondThePagesThatAReaderKnowsIsTheFirst() {
        long[] pages = {1 << 20, 2 << 20};
        assertEquals((2 << 20) + 64, Index.lineNow(pages, 1025));
        assertEquals(1 << 20, Index.lineNow(pages, 2048));
    }

    private void insert(int i) {
        write(i, i);
        while (!index.hasSpareLine()) {
            index.addOverflowPage(nextPage++);
        }
        if (index.wantsPage()) {
            index.addPage(nextPage++);
        }
        index.insert(key(i).keyHash, item(i));
    }

    private static long item(int i) {
        return FIRST_ITEM + (long) i * ITEM;
    }

    private void write(int place, int number) {
        long item = item(place);
        chunks.keyLength(item, Integer.BYTES);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, item + Chunks.HEADER, number);
    }

    private Command key(int number) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[Integer.BYTES]);
        bytes.set(ValueLayout.JAVA_INT_UNALIGNED, 0, number);
        command.key(bytes, 0, Integer.BYTES);
        return command;
    }
}
