package org.mainmemory.memcache.store;

import java.util.Arrays;
import java.util.BitSet;
import org.mainmemory.memcache.command.KeyHash;

/**
 * The first walk over a memory file after a restart: frees every chunk but those of items that are whole and alive.
 *
 * <p>It believes nothing. A page counts if its record proves itself; a chunk in it, if it says that it is a linked
 * item, all lengths stay inside it, the key belongs to the shard, and the {@linkplain Seals seal} fits. A chain's
 * tails have to be what the allocator would have made them and to say that they are this item's; so no tail is in two
 * chains, and none twice in one, since a chain that runs in a circle has no end. What was arriving, detached or half
 * moved when the process ended is not linked, or does not fit, and goes. Before anybody else uses the store.
 */
final class Survey {

    private static final int LONGEST_KEY = 250;

    private final PageRecords records;
    private final Chunks chunks;
    private final Seals seals;
    private final SizeClasses classes;
    private final int lastPage;
    private final int shardShift;
    private final int nowSeconds;
    private final ShardRecord[] shards;
    /** For each page a bit for each chunk that is a tail of an item seen: a page has no more than 64 tails. */
    private final long[] claimed;

    private final BitSet held = new BitSet();
    private final long[] shardItems;
    private long items;
    private long dead;
    private long damaged;

    Survey(MemoryFile file, Chunks chunks, Seals seals, SizeClasses classes) {
        this.records = file.pages();
        this.chunks = chunks;
        this.seals = seals;
        this.classes = classes;
        this.lastPage = (int) (file.region().size() >>> SizeClasses.PAGE_SHIFT) - 1;
        this.shardShift = Long.SIZE - Integer.numberOfTrailingZeros(file.shards());
        this.nowSeconds = file.startSeconds();
        this.claimed = new long[lastPage + 1];
        this.shards = new ShardRecord[file.shards()];
        this.shardItems = new long[shards.length];
        for (int i = 0; i < shards.length; i++) {
            shards[i] = file.shard(i);
        }
    }

    /** Walks over the file. Afterwards exactly the pages with a record have items, or tails of items, in them. */
    void run(Progress progress) {
        for (int page = 1; page <= lastPage; page++) {
            if (isPage(page)) {
                surveyHeads(page);
            } else {
                records.clear(page);
            }
            progress.at(page, 2L * lastPage);
        }
        for (int page = 1; page <= lastPage; page++) {
            if (records.shard(page) != PageRecords.NONE) {
                settle(page);
            }
        }
        if (held.cardinality() > lastPage - shards.length) {
            discard();
        }
    }

    /** Each shard's index had a page at least: so many pages with items there cannot have been. */
    private void discard() {
        held.stream().forEach(records::clear);
        held.clear();
        damaged += items;
        items = 0;
        Arrays.fill(shardItems, 0);
    }

    /** The pages with something in them. */
    BitSet held() {
        return held;
    }

    /** Items that live on. */
    long items() {
        return items;
    }

    /** Items of one shard that live on. */
    long items(int shard) {
        return shardItems[shard];
    }

    /** Items that have expired or been flushed. */
    long dead() {
        return dead;
    }

    /** Items that do not fit their seals, or cannot be items at all. */
    long damaged() {
        return damaged;
    }

    private boolean isPage(int page) {
        int shard = records.shard(page);
        return shard != PageRecords.NONE && shard < shards.length && shards[shard].isWhole()
                && records.slabClass(page) < classes.count();
    }

    private void surveyHeads(int page) {
        int size = classes.chunkSize(records.slabClass(page));
        long start = PageTable.addressOf(page);
        for (long chunk = start; chunk + size <= start + SizeClasses.PAGE_SIZE; chunk += size) {
            int state = chunks.state(chunk);
            if (chunks.isLinked(chunk)) {
                surveyItem(chunk, page, size);
            } else if (state != Chunks.FREE && state != Chunks.TAIL) {
                chunks.state(chunk, Chunks.FREE);
            }
        }
    }

    private void surveyItem(long item, int page, int size) {
        if (!isItem(item, page, size)) {
            damaged++;
        } else if (isDead(item, shards[records.shard(page)])) {
            dead++;
        } else {
            items++;
            shardItems[records.shard(page)]++;
            claim(item);
            return;
        }
        chunks.keyLength(item, 0);
        chunks.state(item, Chunks.FREE);
    }

    private boolean isDead(long item, ShardRecord shard) {
        int exptime = chunks.exptime(item);
        return (exptime != 0 && exptime <= nowSeconds) || chunks.epoch(item) != shard.epoch();
    }

    private boolean isItem(long item, int page, int size) {
        if (chunks.isMarked(item, Chunks.CHAINED) && size < SizeClasses.MAX_CHUNK) {
            return false; // Its lengths, where a head has them, may lie outside the file.
        }
        int keyLength = chunks.keyLength(item);
        int valueLength = chunks.valueLength(item);
        if (keyLength == 0 || keyLength > LONGEST_KEY || valueLength < 0) {
            return false;
        }
        long bytes = (long) Chunks.keyOffset(chunks.marks(item)) + keyLength + valueLength;
        boolean inside = chunks.isMarked(item, Chunks.CHAINED)
                ? size == SizeClasses.headSize(bytes) && isChain(item, page, bytes - size)
                : bytes + seals.bytes() <= size;
        return inside && seals.fits(item) && isOfShard(item, records.shard(page));
    }

    private boolean isOfShard(long item, int shard) {
        long hash = KeyHash.of(chunks.memory(), chunks.key(item), chunks.keyLength(item));
        return shards.length == 1 || hash >>> shardShift == shard;
    }

    /** Whether the tails are those of an item with {@code rest} bytes behind its head. */
    private boolean isChain(long head, int page, long rest) {
        if (rest <= 0 || rest > (long) lastPage << SizeClasses.PAGE_SHIFT) {
            return false;
        }
        long missing = rest;
        long tail = chunks.firstTail(head);
        while (isNext(tail, head, records.shard(page), missing)) {
            missing -= chunks.payloadLength(tail);
            tail = chunks.next(tail);
        }
        return tail == 0 && missing == 0;
    }

    /** Whether {@code tail} holds the next of {@code missing} bytes of the item of {@code head}. */
    private boolean isNext(long tail, long head, int shard, long missing) {
        int length = SizeClasses.tailPayload(missing);
        return length > 0
                && isTail(tail, shard, length)
                && chunks.owner(tail) == head
                && chunks.payloadLength(tail) == length;
    }

    private void claim(long item) {
        if (chunks.isMarked(item, Chunks.CHAINED)) {
            chunks.pins(item, 0);
            int number = 0;
            long before = 0;
            for (long tail = chunks.firstTail(item); tail != 0; tail = chunks.next(tail)) {
                claimed[PageTable.pageOf(tail)] |= bit(tail);
                chunks.lead(item, number++, before, tail);
                before = tail;
            }
        }
    }

    /** Whether such a tail may stand at an address: in a page of the shard that is cut into tails of that length. */
    private boolean isTail(long address, int shard, int length) {
        long page = address >>> SizeClasses.PAGE_SHIFT;
        if (page < 1 || page > lastPage || records.shard((int) page) != shard) {
            return false;
        }
        int slabClass = classes.tailClassOf(length + Chunks.HEADER);
        return records.slabClass((int) page) == slabClass
                && isChunk(address, classes.chunkSize(slabClass))
                && chunks.state(address) == Chunks.TAIL;
    }

    private static boolean isChunk(long address, int size) {
        long offset = offset(address);
        return offset % size == 0 && offset + size <= SizeClasses.PAGE_SIZE;
    }

    private static long offset(long address) {
        return address & (SizeClasses.PAGE_SIZE - 1);
    }

    private boolean isClaimed(long tail) {
        return (claimed[PageTable.pageOf(tail)] & bit(tail)) != 0;
    }

    private long bit(long tail) {
        int size = classes.chunkSize(records.slabClass(PageTable.pageOf(tail)));
        return 1L << (offset(tail) / size);
    }

    /** Frees the tails that no item claims; a page with nothing in it loses its record. */
    private void settle(int page) {
        int size = classes.chunkSize(records.slabClass(page));
        long start = PageTable.addressOf(page);
        boolean empty = true;
        for (long chunk = start; chunk + size <= start + SizeClasses.PAGE_SIZE; chunk += size) {
            if (chunks.state(chunk) == Chunks.TAIL && !isClaimed(chunk)) {
                chunks.state(chunk, Chunks.FREE);
            }
            empty &= chunks.state(chunk) == Chunks.FREE;
        }
        if (empty) {
            records.clear(page);
        } else {
            held.set(page);
        }
    }
}
