package org.mainmemory.memcache.store;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.mainmemory.memcache.command.Command;

/**
 * Where the items of one shard are: a hash table in pages of the pool that grows without ever stopping.
 *
 * <p><b>Shape.</b> A bucket is a cache line of eight entries of eight bytes: 24 bits of the key's hash (the tag) and 40
 * bits of address in units of eight bytes. Entries are packed to the front; 0 ends them. A bucket that overflows uses
 * its last entry as a link to a further line. A lookup thus touches one line of the index and, tags being what they
 * are, one item.
 *
 * <p><b>Growth</b> is linear hashing (Litwin, VLDB 1980). With {@code 2^level + split} buckets, hash bits
 * {@code [0, level)} name a bucket; buckets below {@code split} have been split already and use one bit more. Whenever
 * an insert finds more than {@value #FULL_NUMERATOR}/{@value #FULL_DENOMINATOR} entries a bucket, bucket {@code split}
 * is divided in two and {@code split} moves on. So each insert pays for at most two lines, there never are two tables,
 * and memory comes a page at a time. The tag holds the hash bits from {@value #FIRST_LEVEL} on, which are just those
 * that splits ask for: no split touches an item.
 *
 * <p><b>Readers without the lock</b> may meet any state in between. They follow only addresses inside the region and
 * give up after {@value #MAX_LINES} lines; the shard then validates, or tries again with the lock. Everything else is
 * called under the shard's write lock.
 */
final class Index {

    private static final int FIRST_LEVEL = 10;
    private static final int LINE_SHIFT = 6;
    private static final int LINE = 1 << LINE_SHIFT;
    /** Bytes of a {@link #likelyItem} that may be read: three lines, more or less a small item. */
    static final int LIKELY_BYTES = 2 * LINE + Long.BYTES;
    private static final int LAST_SLOT = LINE - Long.BYTES;
    private static final int LINES_PER_PAGE = SizeClasses.PAGE_SIZE / LINE;
    private static final int LINES_SHIFT = 10;
    private static final int MAX_LINES = 1 << 12;
    /** Entries a bucket at which the next one is split. */
    static final int FULL_NUMERATOR = 13;
    static final int FULL_DENOMINATOR = 2;
    private static final int SPLITS_PER_INSERT = 2;

    private static final int TAG_SHIFT = 40;
    private static final long TAG_MASK = (1L << (Long.SIZE - TAG_SHIFT)) - 1;
    private static final int ADDRESS_SHIFT = 3;
    private static final long LINK = 1L << (TAG_SHIFT - 1);
    private static final long ADDRESS_MASK = LINK - 1;

    private final Chunks chunks;
    private final long limit;
    private long[] pages;
    private int pageCount;
    private int level = FIRST_LEVEL;
    private int split;
    private long entries;

    private long[] overflowPages = new long[4];
    private int overflowPageCount;
    private int overflowCut = LINES_PER_PAGE;
    private long freeLine;
    private int freeLines;
    private long[] moved = new long[64];

    /** Creates an empty index whose first page is {@code page}. */
    Index(Chunks chunks, int page) {
        this.chunks = chunks;
        this.limit = chunks.memory().byteSize();
        this.pages = new long[8];
        pages[0] = PageTable.addressOf(page);
        pageCount = 1;
        chunks.memory().asSlice(pages[0], SizeClasses.PAGE_SIZE).fill((byte) 0);
    }

    /** Address of the item with the command's key, 0 if there is none. May be called without the lock. */
    long find(Command command) {
        long hash = command.keyHash;
        long tag = tagOf(hash);
        long line = lineOf(hash);
        for (int lines = 0; lines < MAX_LINES; lines++) {
            for (long slot = line; slot < line + LINE; slot += Long.BYTES) {
                long entry = chunks.longAt(slot);
                if (entry == 0) {
                    return 0;
                }
                if (entry >>> TAG_SHIFT == tag && isItem(entry)) {
                    long item = addressOf(entry);
                    if (item < limit && chunks.keyEquals(item, command)) {
                        return item;
                    }
                }
            }
            long last = chunks.longAt(line + LAST_SLOT);
            if (isItem(last)) {
                return 0;
            }
            line = addressOf(last);
            if (line >= limit) {
                return 0;
            }
        }
        return 0;
    }

    /** Reads what a look for the hash reads first, so that the processor has it soon. Needs no lock. */
    long touch(long hash) {
        return chunks.longAt(bucketNow(hash));
    }

    /**
     * Where a look for the hash begins. Needs no lock: it is another line, if a writer is just changing what tells it.
     */
    long bucketNow(long hash) {
        return lineNow(pages, bucketOf(hash));
    }

    /**
     * Address of the item that the bucket's own line has for the hash's tag, most likely the one that a look finds;
     * {@link #LIKELY_BYTES} can be read there, as they can at 0, which it is if there is none. Needs no lock.
     */
    long likelyItem(long hash) {
        long tag = tagOf(hash);
        long line = bucketNow(hash);
        for (long slot = line; slot < line + LINE; slot += Long.BYTES) {
            long entry = chunks.longAt(slot);
            if (entry >>> TAG_SHIFT == tag && isItem(entry)) {
                long item = addressOf(entry);
                return item < limit && Chunks.readable(item, LIKELY_BYTES) ? item : 0;
            }
        }
        return 0;
    }

    /** Adds an item that is not there yet. {@link #hasSpareLine()} must hold. */
    void insert(long hash, long item) {
        append(lineOf(hash), tagOf(hash) << TAG_SHIFT | item >>> ADDRESS_SHIFT);
        entries++;
        for (int i = 0; i < SPLITS_PER_INSERT && isCrowded() && canSplit(); i++) {
            splitNext();
        }
    }

    /** Lets the entry of {@code oldItem} lead to {@code newItem}, which has the same key. */
    void replace(long hash, long oldItem, long newItem) {
        long slot = slotOf(hash, oldItem);
        chunks.longAt(slot, tagOf(hash) << TAG_SHIFT | newItem >>> ADDRESS_SHIFT);
    }

    /** Removes an item that is there. */
    void remove(long hash, long item) {
        long line = lineOf(hash);
        long slot = slotOf(hash, item);
        long before = 0;
        while (hasLink(line)) {
            before = line;
            line = addressOf(chunks.longAt(line + LAST_SLOT));
        }
        long last = lastUsedSlot(line);
        chunks.longAt(slot, chunks.longAt(last));
        chunks.longAt(last, 0);
        if (before != 0 && last == line) {
            chunks.longAt(before + LAST_SLOT, 0);
            freeLine(line);
        }
        entries--;
    }

    /** Items. */
    long entries() {
        return entries;
    }

    /** Whether an insert into a full bucket would find a line; if not, {@link #addOverflowPage} first. */
    boolean hasSpareLine() {
        return freeLines + LINES_PER_PAGE - overflowCut > SPLITS_PER_INSERT * 2;
    }

    /** Adds a page for the lines that overflowing buckets link to. */
    void addOverflowPage(int page) {
        while (overflowCut < LINES_PER_PAGE) {
            freeLine(cutLine());
        }
        if (overflowPageCount == overflowPages.length) {
            overflowPages = Arrays.copyOf(overflowPages, overflowPageCount * 2);
        }
        overflowPages[overflowPageCount++] = PageTable.addressOf(page);
        overflowCut = 0;
    }

    /** Whether the next splits need a page to go on: {@link #addPage}. */
    boolean wantsPage() {
        return isCrowded() && !canSplit();
    }

    /** Adds buckets to an empty index, enough for {@code expected} entries; whether it lacks a page for that. */
    boolean lacksPageFor(long expected) {
        while (expected * FULL_DENOMINATOR > buckets() * FULL_NUMERATOR) {
            if (buckets() >= (long) pageCount << LINES_SHIFT) {
                return true;
            }
            splitNext();
        }
        return false;
    }

    /** Adds a page for buckets. */
    void addPage(int page) {
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, pageCount * 2);
        }
        pages[pageCount++] = PageTable.addressOf(page);
    }

    int pageCount() {
        return pageCount + overflowPageCount;
    }

    /** Its pages, for those who check invariants. */
    IntStream pages() {
        return LongStream.concat(Arrays.stream(pages, 0, pageCount), Arrays.stream(overflowPages, 0, overflowPageCount))
                .mapToInt(PageTable::pageOf);
    }

    /** Buckets. */
    long buckets() {
        return (1L << level) + split;
    }

    /** Whether buckets of two sizes exist. */
    boolean isGrowing() {
        return split > 0;
    }

    private boolean isCrowded() {
        return entries * FULL_DENOMINATOR > buckets() * FULL_NUMERATOR;
    }

    private boolean canSplit() {
        return buckets() < (long) pageCount << LINES_SHIFT && hasSpareLine();
    }

    /** Divides bucket {@code split} by the next bit of the hash between itself and a new last bucket. */
    private void splitNext() {
        long oldLine = bucketLine(split);
        long newLine = bucketLine(buckets());
        int bit = level - FIRST_LEVEL;
        int count = takeAll(oldLine);
        clearLine(newLine);
        if (++split == 1 << level) {
            level++;
            split = 0;
        }
        for (int i = 0; i < count; i++) {
            long entry = moved[i];
            boolean up = (entry >>> (TAG_SHIFT + bit) & 1) != 0;
            append(up ? newLine : oldLine, entry);
        }
    }

    /** Empties a bucket into {@link #moved}; returns how many entries it had. */
    private int takeAll(long bucket) {
        int count = 0;
        long line = bucket;
        while (true) {
            for (long slot = line; slot < line + LINE; slot += Long.BYTES) {
                long entry = chunks.longAt(slot);
                if (entry != 0 && isItem(entry)) {
                    if (count == moved.length) {
                        moved = Arrays.copyOf(moved, count * 2);
                    }
                    moved[count++] = entry;
                }
            }
            boolean more = hasLink(line);
            long next = more ? addressOf(chunks.longAt(line + LAST_SLOT)) : 0;
            clearLine(line);
            if (line != bucket) {
                freeLine(line);
            }
            if (!more) {
                return count;
            }
            line = next;
        }
    }

    private void append(long bucket, long entry) {
        long line = bucket;
        while (hasLink(line)) {
            line = addressOf(chunks.longAt(line + LAST_SLOT));
        }
        for (long slot = line; slot < line + LINE; slot += Long.BYTES) {
            if (chunks.longAt(slot) == 0) {
                chunks.longAt(slot, entry);
                return;
            }
        }
        long further = takeLine();
        chunks.longAt(further, chunks.longAt(line + LAST_SLOT));
        chunks.longAt(further + Long.BYTES, entry);
        chunks.longAt(line + LAST_SLOT, LINK | further >>> ADDRESS_SHIFT);
    }

    private long slotOf(long hash, long item) {
        long entry = tagOf(hash) << TAG_SHIFT | item >>> ADDRESS_SHIFT;
        long line = lineOf(hash);
        while (true) {
            for (long slot = line; slot < line + LINE; slot += Long.BYTES) {
                if (chunks.longAt(slot) == entry) {
                    return slot;
                }
            }
            if (!hasLink(line)) {
                throw new IllegalStateException("item " + item + " is not in the index");
            }
            line = addressOf(chunks.longAt(line + LAST_SLOT));
        }
    }

    /** The last used slot of a line that ends a bucket and is not empty. */
    private long lastUsedSlot(long line) {
        long slot = line + LAST_SLOT;
        while (chunks.longAt(slot) == 0) {
            slot -= Long.BYTES;
        }
        return slot;
    }

    private long takeLine() {
        long line;
        if (freeLine != 0) {
            line = freeLine;
            freeLine = chunks.longAt(line);
            freeLines--;
        } else {
            line = cutLine();
        }
        clearLine(line);
        return line;
    }

    private long cutLine() {
        return overflowPages[overflowPageCount - 1] + (long) overflowCut++ * LINE;
    }

    private void freeLine(long line) {
        clearLine(line);
        chunks.longAt(line, freeLine);
        freeLine = line;
        freeLines++;
    }

    private void clearLine(long line) {
        for (long slot = line; slot < line + LINE; slot += Long.BYTES) {
            chunks.longAt(slot, 0);
        }
    }

    private boolean hasLink(long line) {
        return (chunks.longAt(line + LAST_SLOT) & LINK) != 0;
    }

    private long lineOf(long hash) {
        return bucketLine(bucketOf(hash));
    }

    /** The first line of all if these pages, which may be older than what told the bucket, do not reach that far. */
    static long lineNow(long[] pages, long bucket) {
        return lineOf(pages, (bucket >>> LINES_SHIFT) < pages.length ? bucket : 0);
    }

    private long bucketOf(long hash) {
        long bucket = hash & (1L << level) - 1;
        return bucket < split ? hash & (2L << level) - 1 : bucket;
    }

    private long bucketLine(long bucket) {
        return lineOf(pages, bucket);
    }

    private static long lineOf(long[] pages, long bucket) {
        return pages[(int) (bucket >>> LINES_SHIFT)] + ((bucket & LINES_PER_PAGE - 1) << LINE_SHIFT);
    }

    private static boolean isItem(long entry) {
        return (entry & LINK) == 0;
    }

    private static long addressOf(long entry) {
        return (entry & ADDRESS_MASK) << ADDRESS_SHIFT;
    }

    private static long tagOf(long hash) {
        return hash >>> FIRST_LEVEL & TAG_MASK;
    }
}
