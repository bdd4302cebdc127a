package org.mainmemory.memcache.store;

import java.util.BitSet;
import java.util.function.Consumer;
import org.mainmemory.memcache.command.Command;

/**
 * Gives a new process the items of an earlier one: what the {@link Survey} has left in a memory file is put into the
 * slabs, queues and index of the shards it belongs to. Nothing is moved.
 *
 * <p>Where a process was killed while it put an item in the place of another, both may stand in the file; the newer one
 * by CAS stays. If memory is so short that the index has no page, items go. Before anybody else uses the store.
 */
final class Restart {

    private final MemoryFile file;
    private final Survey survey;
    private final Progress progress;
    private final Chunks chunks;
    private final Command probe = new Command();
    private final long[] hashes = new long[SizeClasses.PAGE_SIZE / SizeClasses.MIN_CHUNK];
    /** Keeps what is read ahead from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long touched;
    private long twice;
    private long withoutRoom;

    /** Surveys the file, so that {@link #held} is known. */
    Restart(MemoryFile file, Chunks chunks, Seals seals, SizeClasses classes, Consumer<String> report) {
        this.file = file;
        this.chunks = chunks;
        this.progress = new Progress("[restart] " + file.path() + ": ", report);
        survey = new Survey(file, chunks, seals, classes);
        survey.run(progress);
    }

    /** The pages with items; all others are free. */
    BitSet held() {
        return survey.held();
    }

    /** Puts the items into the shards. */
    void fill(Shard[] shards) {
        PageRecords records = file.pages();
        BitSet held = survey.held();
        for (int page = held.nextSetBit(0); page > 0; page = held.nextSetBit(page + 1)) {
            Items items = shards[records.shard(page)].items();
            items.slabs[records.slabClass(page)].keepPage(page);
        }
        for (int shard = 0; shard < shards.length; shard++) {
            growIndex(shards[shard].items(), survey.items(shard));
        }
        for (int page = held.nextSetBit(0); page > 0; page = held.nextSetBit(page + 1)) {
            Items items = shards[records.shard(page)].items();
            relink(items, items.slabs[records.slabClass(page)], page);
            progress.at(held.length() + page, 2L * held.length());
        }
        progress.end((survey.items() - twice - withoutRoom) + " items restored, " + survey.dead()
                + " expired or flushed, " + survey.damaged() + " not whole"
                + (withoutRoom > 0 ? ", " + withoutRoom + " without room" : "")
                + (file.wasClean() ? "" : ", after an unclean stop"));
    }

    /** Gives the index its size before it is filled, which saves the splits. */
    private static void growIndex(Items items, long expected) {
        while (items.index.lacksPageFor(expected)) {
            int page = items.pages.take();
            if (page == PagePool.NONE) {
                return;
            }
            items.index.addPage(page);
        }
    }

    /**
     * Links the items of a page. Most of the time goes into waiting for lines of the index, which is larger than all
     * caches; asked for in a row beforehand, many come at a time.
     */
    private void relink(Items items, Slab slab, int page) {
        long start = PageTable.addressOf(page);
        for (int i = 0; i < slab.perPage(); i++) {
            long chunk = start + (long) i * slab.chunkSize();
            hashes[i] = chunks.isLinked(chunk) ? items.hash(chunk) : 0;
        }
        for (int i = 0; i < slab.perPage(); i++) {
            touched ^= items.index.touch(hashes[i]);
        }
        for (int i = 0; i < slab.perPage() && slab.holds(page); i++) {
            long chunk = start + (long) i * slab.chunkSize();
            if (chunks.isLinked(chunk)) {
                relink(items, chunk, hashes[i]);
            }
        }
    }

    private void relink(Items items, long item, long hash) {
        probe.keyBytes = chunks.memory();
        probe.keyOffset = chunks.key(item);
        probe.keyLength = chunks.keyLength(item);
        probe.keyHash = hash;
        if (!hasRoom(items)) {
            items.free(item);
            withoutRoom++;
            return;
        }
        long other = items.index.find(probe);
        if (other == 0) {
            items.relink(item, probe.keyHash);
            return;
        }
        twice++;
        if (Long.compareUnsigned(chunks.cas(other), chunks.cas(item)) < 0) {
            items.unlink(other, probe.keyHash);
            items.relink(item, probe.keyHash);
        } else {
            items.free(item);
        }
    }

    /** Sees to it that the next insert finds the lines it may need: with pages of the pool, and without evicting. */
    private static boolean hasRoom(Items items) {
        Index index = items.index;
        while (!index.hasSpareLine()) {
            int page = items.pages.take();
            if (page == PagePool.NONE) {
                return false;
            }
            index.addOverflowPage(page);
        }
        int page = index.wantsPage() ? items.pages.take() : PagePool.NONE;
        if (page != PagePool.NONE) {
            index.addPage(page);
        }
        return true;
    }
}
