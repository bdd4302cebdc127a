package org.mainmemory.memcache.store;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.Region;
import org.mainmemory.memcache.command.Command;
import org.mainmemory.memcache.command.Exptime;
import org.mainmemory.memcache.command.Outcome;
import org.mainmemory.memcache.command.Result;

/**
 * Items by key in a bounded piece of off-heap memory: the face of this package.
 *
 * <p>Any loop may call at any time; {@code Command}, {@code Result}, reader and the other flyweights passed in belong
 * to the calling loop. {@code command.nowSeconds} is the clock, {@code command.exptimeSeconds} the exptime on it.
 */
public final class Store implements AutoCloseable {

    /** Values up to this many bytes are shown to the {@link ItemReader}; larger ones are {@link Outcome#LARGE}. */
    public static final int MAX_COPIED_VALUE = 16 << 10;

    private final Region region;
    private final @Nullable MemoryFile file;
    private final SizeClasses classes;
    private final PagePool pool;
    private final Shard[] shards;
    private final int shardShift;
    private final Chunks chunks;
    private final int loops;
    private final PageMoves moves;
    private final boolean evictions;
    private final boolean classic;
    private volatile long memoryLimitBytes;
    private volatile boolean sweeping = true;
    private volatile boolean tidying = true;
    private volatile long crawls;

    /** Reserves the memory (it becomes resident only as items are written). */
    public static Store open(StoreSettings settings) {
        return new Store(settings, Sizing.shardCount(settings), guards(settings));
    }

    /**
     * The same with the memory in a file that outlives the process, and with the items that are there already, if they
     * were stored with such settings.
     *
     * @param path the file, made if there is none
     * @param unixSeconds Unix time
     * @param report told in a line each what came of the file's items, and why it is empty if it was not
     * @throws MemoryFileException if the file cannot be had
     */
    public static Store open(StoreSettings settings, Path path, long unixSeconds, Consumer<String> report)
            throws MemoryFileException {
        return open(settings, Sizing.shardCount(settings), guards(settings), path, unixSeconds, report);
    }

    private static Supplier<Guard> guards(StoreSettings settings) {
        return settings.loops() == 1 ? Unguarded::new : StampedGuard::new;
    }

    /** The same with guards of the caller's choice; as many shards as the file has, if it has items. */
    static Store open(
            StoreSettings settings, int shardCount, Supplier<Guard> guards, Path path, long unixSeconds,
            Consumer<String> report) throws MemoryFileException {
        MemoryFile file = MemoryFile.open(path, settings, Sizing.pages(settings), shardCount, unixSeconds, report);
        return new Store(settings, file.shards(), guards, file, report);
    }

    /** Reserves memory for {@code shardCount} shards, a power of two, with guards of the caller's choice. */
    Store(StoreSettings settings, int shardCount, Supplier<Guard> guards) {
        this(settings, shardCount, guards, null, line -> { });
    }

    private Store(
            StoreSettings settings, int shardCount, Supplier<Guard> guards, @Nullable MemoryFile file,
            Consumer<String> report) {
        this.file = file;
        loops = settings.loops();
        int pages = Sizing.pages(settings);
        region = file == null ? Sizing.reserve(pages) : file.region();
        if (settings.largePages()) {
            region.preferLargePages();
        }
        classes = new SizeClasses(settings);
        pool = new PagePool(region, pages, guards.get());
        memoryLimitBytes = settings.memoryLimitBytes();
        evictions = settings.evictions();
        classic = settings.classic();
        chunks = new Chunks(region.segment());
        Seals seals = file == null ? Seals.none(chunks) : Seals.of(chunks, file.superblock().secret());
        Restart restart = file == null || file.isFresh() ? null : new Restart(file, chunks, seals, classes, report);
        if (restart != null) {
            pool.resume(restart.held());
        }
        PageTable table = new PageTable(pool.capacity() + 1);
        shards = new Shard[shardCount];
        shardShift = Long.SIZE - Integer.numberOfTrailingZeros(shards.length);
        for (int i = 0; i < shards.length; i++) {
            PageAccount account = new PageAccount(pool, i, file == null ? null : file.pages());
            Items items = new Items(chunks, seals, table, account, classes, new Index(chunks, account.take()));
            ShardRecord record = file == null ? ShardRecord.NONE : file.shard(i);
            CasCounter casCounter = new CasCounter(i, shards.length, settings.useCas(), record);
            shards[i] = new Shard(guards.get(), items, casCounter, record, settings, shards);
            if (restart != null) {
                shards[i].resume(casCounter);
            }
        }
        moves = new PageMoves(shards, pool, classes.memcachedClasses());
        if (restart != null) {
            restart.fill(shards);
        }
    }

    Shard shardOf(long hash) {
        return shards.length == 1 ? shards[0] : shards[(int) (hash >>> shardShift)];
    }

    /**
     * GET, GETS, GAT, GATS of one key: {@code HIT} after {@code reader} has seen the item, {@code LARGE} if it must be
     * {@linkplain #pin pinned} instead, {@code NOT_FOUND}. The GAT family sets the exptime in the same step.
     */
    public Outcome get(Command command, Result result, ItemReader reader) {
        result.clear();
        return shardOf(command.keyHash).get(command, result, reader);
    }

    /** What fetches items from memory beforehand, for one loop. */
    public ItemsAhead itemsAhead() {
        return new ItemsAhead(this, chunks);
    }

    /** Pins the item of the key into {@code pinned}: {@code HIT}, or {@code NOT_FOUND} if it has just gone. */
    public Outcome pin(Command command, Result result, PinnedItem pinned) {
        result.clear();
        return shardOf(command.keyHash).pin(command, result, pinned);
    }

    /** Lets go of a pinned item; no effect on one that is not open. */
    public void unpin(PinnedItem pinned) {
        Shard shard = pinned.shard();
        if (pinned.isOpen() && shard != null) {
            shard.unpin(pinned);
        }
    }

    /**
     * SET, ADD, REPLACE, APPEND, PREPEND, CAS with the whole value in memory: {@code STORED}, {@code NOT_STORED},
     * {@code EXISTS}, {@code NOT_FOUND}, {@code TOO_LARGE}, {@code OUT_OF_MEMORY}. A SET that fails removes the old
     * item; the others keep it.
     */
    public Outcome store(Command command, Result result) {
        result.clear();
        return shardOf(command.keyHash).store(command, result);
    }

    /**
     * Begins one of the same verbs for a value that is still arriving, of {@code command.valueLength} bytes. Copies
     * what it needs from {@code command}. {@code STORED} means that {@code reservation} is open; {@code TOO_LARGE} and
     * {@code OUT_OF_MEMORY} are final (and a SET has then removed the old item).
     */
    public Outcome reserve(Command command, Result result, Reservation reservation) {
        result.clear();
        return shardOf(command.keyHash).arrivals().reserve(command, result, reservation);
    }

    /** Ends a reservation whose {@code remaining()} is 0 by carrying out its verb; outcomes as {@link #store}. */
    public Outcome commit(Reservation reservation, int nowSeconds, Result result) {
        result.clear();
        return reservation.arrivals().commit(reservation, nowSeconds, result);
    }

    /** Gives a reservation's chunks back; no effect on one that is not open. */
    public void abort(Reservation reservation) {
        if (reservation.isOpen()) {
            reservation.arrivals().abort(reservation);
        }
    }

    /** DELETE: {@code DELETED} or {@code NOT_FOUND}. */
    public Outcome delete(Command command, Result result) {
        result.clear();
        return shardOf(command.keyHash).delete(command, result);
    }

    /**
     * INCR, DECR: {@code COUNTED}, {@code NOT_FOUND}, {@code NON_NUMERIC}, {@code EXISTS} if another CAS was asked for,
     * {@code OUT_OF_MEMORY}, which leaves {@code result.slabClass} 0 if there was no item and none could be made.
     */
    public Outcome count(Command command, Result result) {
        result.clear();
        return shardOf(command.keyHash).count(command, result);
    }

    /** TOUCH: {@code HIT} or {@code NOT_FOUND}. */
    public Outcome touch(Command command, Result result) {
        result.clear();
        return shardOf(command.keyHash).touch(command, result);
    }

    /** FLUSH_ALL: when the clock reaches {@code atSeconds} all items stored before are dead; at most now means now. */
    public void flushAll(int atSeconds, int nowSeconds) {
        int dueSeconds = Math.max(1, Math.min(atSeconds, Integer.MAX_VALUE));
        for (Shard shard : shards) {
            shard.flushAll(dueSeconds, nowSeconds);
        }
    }

    /**
     * One bounded slice (well under 1 ms) of the upkeep of the shards that fall to {@code loop}: expired and flushed
     * items are removed, pages given back.
     *
     * @return whether there is more to do now; otherwise call again in a second
     */
    public boolean maintain(int loop, int nowSeconds) {
        if (file != null && loop == 0) {
            file.superblock().note(nowSeconds, StatsFolder.hashPower(shards));
        }
        boolean more = pool.release();
        boolean over = evictions && pool.isOver();
        for (int i = loop; i < shards.length; i += loops) {
            more |= shards[i].upkeep().slice(nowSeconds, sweeping, tidying);
            more |= moves.slice(i, nowSeconds);
            more |= over && shards[i].upkeep().evictPage(nowSeconds);
        }
        return more;
    }

    /** What the store may take, in bytes. */
    public long memoryLimit() {
        return memoryLimitBytes;
    }

    /**
     * Lets the store take more memory, or less: then {@link #maintain} evicts what is too much, unless nothing may be
     * evicted.
     *
     * @return false if so much was not reserved at the start, or if the memory is a file
     */
    public boolean memoryLimit(long bytes) {
        long pages = (bytes >>> SizeClasses.PAGE_SHIFT) + (classic ? Sizing.CLASSIC_EXTRA_PAGES : 0);
        if (file != null || pages > pool.capacity() || !pool.limit((int) pages)) {
            return false;
        }
        memoryLimitBytes = bytes;
        return true;
    }

    /** Whether a hit does not count within a minute of the last one that did, or of storing: memcached's flat LRU. */
    public void flat(boolean wanted) {
        for (Shard shard : shards) {
            shard.flat(wanted);
        }
    }

    /**
     * Lets items live that are stored from now on with so many seconds to live or less: they are evicted only if there
     * is nothing else. Negative for no such items.
     */
    public void temporaryTtl(int seconds) {
        for (Shard shard : shards) {
            shard.temporaryTtl(seconds);
        }
    }

    /** Whether {@link #maintain} empties thinly used pages by itself; it does unless told otherwise. */
    public void tidying(boolean wanted) {
        tidying = wanted;
    }

    /**
     * Orders about a MiB to be moved from the items of one of memcached's slab classes to those of another.
     *
     * @param source the class, 0 for what is free, -1 for any
     * @param target the class, 0 for all
     */
    public Reassignment reassign(int source, int target, int nowSeconds) {
        return moves.start(source, target, slabClasses(nowSeconds));
    }

    /** Whether a {@link #reassign} is under way. */
    public boolean isReassigning() {
        return moves.isActive();
    }

    /** Whether {@link #maintain} removes dead items by itself; it does unless told otherwise. */
    public void sweeping(boolean wanted) {
        sweeping = wanted;
    }

    /**
     * Shows live items from where {@code walk} has come to, a slice of well under 1 ms, under a shard's lock.
     *
     * @return whether there are more; otherwise the walk is over
     */
    public boolean walk(ItemWalk walk, int nowSeconds, ItemVisitor visitor) {
        if (walk.shard() < shards.length && !shards[walk.shard()].upkeep().walk(walk, nowSeconds, visitor)) {
            walk.nextShard();
        }
        return walk.shard() < shards.length;
    }

    /**
     * Orders a pass over all items of some slab classes that removes the dead ones; {@link #maintain} does it.
     *
     * @param classes a bit for each of memcached's classes
     * @param mostPerClass items of a class and shard to look at, 0 for all
     * @return false if such a pass is under way already
     */
    public synchronized boolean crawl(long classes, int mostPerClass) {
        if (isCrawling()) {
            return false;
        }
        crawls++;
        for (Shard shard : shards) {
            shard.upkeep().crawl(classes, mostPerClass);
        }
        return true;
    }

    /** Whether a {@link #crawl} is under way. */
    public boolean isCrawling() {
        for (Shard shard : shards) {
            if (shard.upkeep().isCrawling()) {
                return true;
            }
        }
        return false;
    }

    /** Tells {@code listener} of evictions from now on; null tells nobody. */
    public void onEviction(@Nullable EvictionListener listener) {
        for (Shard shard : shards) {
            shard.upkeep().onEviction(listener);
        }
    }

    /** Crawls ordered so far. */
    public long crawls() {
        return crawls;
    }

    /** Totals over all shards, folded now. Not a consistent cut while loops write. */
    public StoreStats stats() {
        return StatsFolder.totals(shards, classes, pool, file == null ? 0 : file.superblock().hashPower());
    }

    /** The slab classes that hold or held items, by memcached's class numbers, folded now. */
    public List<SlabClassStats> slabClasses(int nowSeconds) {
        return StatsFolder.slabClasses(shards, classes, pool, nowSeconds);
    }

    /** Zeroes the counters of {@code stats reset}; sizes and item counts stay. */
    public void resetStats() {
        for (Shard shard : shards) {
            shard.resetStats();
        }
    }

    /** The parts, for those who check invariants. */
    Shard[] shards() {
        return shards;
    }

    /** The pool, for those who check invariants. */
    PagePool pool() {
        return pool;
    }

    /** Size of such an item by memcached's reckoning, in bytes. */
    public long itemSize(int keyLength, int clientFlags, int valueLength) {
        return classes.memcachedSize(keyLength, clientFlags, valueLength);
    }

    /** What the clock has to show at the start: that of the items, if there are some from before a restart. */
    public int startSeconds() {
        return file == null ? Exptime.CLOCK_START : file.startSeconds();
    }

    /** Frees the memory, or lets go of its file, in which the items stay. No loop may call any more. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
        } else {
            region.close();
        }
    }
}
