package org.mainmemory.memcache.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * S3-FIFO's small queue of one slab: the order in which new items came, as chunk addresses with their generations.
 *
 * <p>An item that is deleted leaves its entry behind. The entry is recognised as stale, because the chunk is no longer
 * the slab's, no longer in the small queue, or has been handed out again since; entries are cleaned a segment at a
 * time as soon as stale ones may outnumber the others. Segments are recycled, so a queue of steady size allocates
 * nothing, and their bytes are charged to the page pool. Under the shard's lock only.
 */
final class SmallQueue {

    private static final int SEGMENT_ENTRIES = 256;
    private static final int SEGMENT_BYTES = SEGMENT_ENTRIES * Long.BYTES + 64;
    /** Segments kept for reuse: cleaning sets free more at one time than at another. */
    private static final int MOST_SPARES = 4;
    private static final int GENERATION_BITS = 5;
    private static final int GENERATION_MASK = (1 << GENERATION_BITS) - 1;

    private final Slab slab;
    private final Chunks chunks;
    private final PageAccount account;

    private @Nullable Segment head;
    private @Nullable Segment tail;
    private @Nullable Segment spare;
    private int spares;
    private @Nullable Segment cleaned;
    private int entries;

    /** A piece of the queue: entries from {@code first} to below {@code end}. */
    private static final class Segment {
        private final long[] entries = new long[SEGMENT_ENTRIES];
        private int first;
        private int end;
        private @Nullable Segment next;
    }

    SmallQueue(Slab slab, Chunks chunks, PageAccount account) {
        this.slab = slab;
        this.chunks = chunks;
        this.account = account;
    }

    /** Entries, stale ones included. */
    int entries() {
        return entries;
    }

    /** Appends an item, and cleans up if more than twice {@code live} entries stand here. */
    void push(long item, int live) {
        if (tail == null || tail.end == SEGMENT_ENTRIES) {
            appendSegment();
        }
        tail.entries[tail.end++] = item << GENERATION_BITS | chunks.generation(item);
        entries++;
        if (entries > 2 * live + 2 * SEGMENT_ENTRIES) {
            cleanNextSegment();
        }
    }

    /**
     * Removes the oldest item that is still in the small queue and returns its address; 0 if there is none, or if
     * {@code mostStale} stale entries stood before it.
     */
    long pop(int mostStale) {
        int stale = 0;
        while (entries > 0 && stale <= mostStale) {
            if (head.first == head.end) {
                dropHead();
                continue;
            }
            long entry = head.entries[head.first++];
            entries--;
            if (isLive(entry)) {
                return entry >>> GENERATION_BITS;
            }
            stale++;
        }
        return 0;
    }

    /** The oldest item without removing it; 0 as for {@link #pop}. */
    long peek(int mostStale) {
        long item = pop(mostStale);
        if (item != 0) {
            head.first--;
            entries++;
        }
        return item;
    }

    /** The items in the queue, oldest first, for those who check invariants. */
    long[] items() {
        long[] live = new long[entries];
        int count = 0;
        for (Segment segment = head; segment != null; segment = segment.next) {
            for (int i = segment.first; i < segment.end; i++) {
                if (isLive(segment.entries[i])) {
                    live[count++] = segment.entries[i] >>> GENERATION_BITS;
                }
            }
        }
        return Arrays.copyOf(live, count);
    }

    /** What the queue has charged, in bytes. */
    long bytes() {
        long bytes = (long) spares * SEGMENT_BYTES;
        for (Segment segment = head; segment != null; segment = segment.next) {
            bytes += SEGMENT_BYTES;
        }
        return bytes;
    }

    private boolean isLive(long entry) {
        long item = entry >>> GENERATION_BITS;
        return slab.holdsChunk(item)
                && chunks.state(item) == Chunks.SMALL
                && chunks.generation(item) == (entry & GENERATION_MASK);
    }

    /** Cleans one more segment, round and round, and joins it to the cleaned one before it if both fit in one. */
    private void cleanNextSegment() {
        Segment next = cleaned == null ? null : cleaned.next;
        if (next == null) {
            clean(head);
            cleaned = head;
            return;
        }
        clean(next);
        if (next != tail && cleaned.end - cleaned.first + next.end - next.first <= SEGMENT_ENTRIES) {
            absorb(cleaned, next);
        } else {
            cleaned = next;
        }
    }

    private void clean(Segment segment) {
        int kept = segment.first;
        for (int i = segment.first; i < segment.end; i++) {
            long entry = segment.entries[i];
            if (isLive(entry)) {
                segment.entries[kept++] = entry;
            }
        }
        entries -= segment.end - kept;
        segment.end = kept;
    }

    /** Moves the entries of {@code next} behind those of {@code segment}; together they fit. */
    private void absorb(Segment segment, Segment next) {
        int own = segment.end - segment.first;
        System.arraycopy(segment.entries, segment.first, segment.entries, 0, own);
        int more = next.end - next.first;
        System.arraycopy(next.entries, next.first, segment.entries, own, more);
        segment.first = 0;
        segment.end = own + more;
        segment.next = next.next;
        recycle(next);
    }

    private void appendSegment() {
        Segment segment = spare;
        if (segment == null) {
            segment = new Segment();
            account.charge(SEGMENT_BYTES);
        } else {
            spare = segment.next;
            spares--;
        }
        segment.first = 0;
        segment.end = 0;
        segment.next = null;
        if (tail == null) {
            head = segment;
        } else {
            tail.next = segment;
        }
        tail = segment;
    }

    private void dropHead() {
        Segment empty = head;
        head = empty.next;
        if (head == null) {
            tail = null;
        }
        recycle(empty);
    }

    private void recycle(Segment segment) {
        if (cleaned == segment) {
            cleaned = null;
        }
        if (spares < MOST_SPARES) {
            segment.next = spare;
            spare = segment;
            spares++;
        } else {
            account.charge(-SEGMENT_BYTES);
        }
    }
}
