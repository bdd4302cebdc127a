package org.mainmemory.memcache.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.memory.MappedFile;
import org.mainmemory.core.memory.Region;
import org.mainmemory.memcache.command.Exptime;

/**
 * The file that a store's memory is, so that items outlive the process.
 *
 * <p>It has the {@link Superblock}, a {@link ShardRecord} for each shard, a {@link PageRecords record} for each page,
 * and then, from a multiple of the page size on, the store's region. Index and queues are not worth keeping: after a
 * restart they are made anew from the items, see {@link Restart}. The file is right at any moment, so it does not
 * matter how the process ends.
 */
final class MemoryFile implements AutoCloseable {

    private final Path path;
    private final MappedFile file;
    private final Region books;
    private final Region region;
    private final Superblock superblock;
    private final PageRecords pages;
    private final boolean fresh;
    private final boolean clean;
    private final int startSeconds;

    private MemoryFile(Path path, MappedFile file, Opened opened, int pageCount, long unixSeconds)
            throws IOException {
        this.path = path;
        this.file = file;
        this.books = opened.books;
        this.fresh = opened.fresh;
        superblock = new Superblock(books.segment());
        region = regionOrClose(pageCount);
        pages = new PageRecords(books.segment().asSlice(pagesAt(superblock.shards())));
        clean = superblock.isClean();
        startSeconds = fresh ? Exptime.CLOCK_START : superblock.clockAt(unixSeconds);
        superblock.start(unixSeconds, startSeconds);
    }

    /** What {@link #open} has found or made. */
    private record Opened(Region books, boolean fresh) {
    }

    /**
     * Opens a file for a store of {@code pageCount} pages; with what is in it, if that is of use, else empty and for
     * {@code shards} shards.
     *
     * @throws MemoryFileException if it cannot be opened
     */
    static MemoryFile open(
            Path path, StoreSettings settings, int pageCount, int shards, long unixSeconds, Consumer<String> report)
            throws MemoryFileException {
        try {
            MappedFile file = MappedFile.open(path);
            try {
                Region books = kept(path, file, settings, pageCount, report);
                Opened opened = books != null ? new Opened(books, false)
                        : new Opened(made(path, file, settings, pageCount, shards, report), true);
                return new MemoryFile(path, file, opened, pageCount, unixSeconds);
            } catch (IOException | RuntimeException | Error failed) {
                file.close();
                throw failed;
            }
        } catch (IOException e) {
            throw new MemoryFileException(path, e);
        }
    }

    /** The books of a file that is of use; null if it is not, which {@code report} is told unless it is empty. */
    private static @Nullable Region kept(
            Path path, MappedFile file, StoreSettings settings, int pageCount, Consumer<String> report)
            throws IOException {
        if (file.size() == 0) {
            return null;
        }
        Region books = null;
        String refusal = "it is no memory file of mmem's, or a damaged one";
        if (file.size() >= Superblock.BYTES) {
            try (Region first = file.map(0, Superblock.BYTES)) {
                Superblock superblock = new Superblock(first.segment());
                refusal = superblock.refusal(settings);
                if (refusal == null) {
                    long booksBytes = booksBytes(superblock.shards(), pageCount);
                    if (file.size() == booksBytes + regionBytes(pageCount)) {
                        books = file.map(0, booksBytes);
                    } else {
                        refusal = "it has been truncated or extended";
                    }
                }
            }
        }
        if (books == null) {
            report.accept("[restart] " + path + " is not used: " + refusal + ". Starting with an empty cache");
        }
        return books;
    }

    private static Region made(
            Path path, MappedFile file, StoreSettings settings, int pageCount, int shards, Consumer<String> report)
            throws IOException {
        long booksBytes = booksBytes(shards, pageCount);
        long bytes = booksBytes + regionBytes(pageCount);
        file.clear(bytes);
        long room = Files.getFileStore(path).getUsableSpace();
        if (room < bytes) {
            report.accept("[restart] WARNING: the file system of " + path + " has room for " + (room >>> 20)
                    + " MB of " + (bytes >>> 20) + ": when it is full, the system will end the process");
        }
        Region books = file.map(0, booksBytes);
        MemorySegment memory = books.segment();
        for (int i = 0; i < shards; i++) {
            record(memory, i).flush(0, 0);
        }
        new Superblock(memory).write(settings, shards, new SecureRandom().nextLong());
        return books;
    }

    private Region regionOrClose(int pageCount) throws IOException {
        try {
            return file.map(booksBytes(superblock.shards(), pageCount), regionBytes(pageCount));
        } catch (IOException failed) {
            books.close();
            throw failed;
        }
    }

    private static long pagesAt(int shards) {
        return Superblock.BYTES + (long) shards * ShardRecord.BYTES;
    }

    private static long booksBytes(int shards, int pageCount) {
        long bytes = pagesAt(shards) + (pageCount + 1L) * PageRecords.BYTES;
        return (bytes + SizeClasses.PAGE_SIZE - 1) & -SizeClasses.PAGE_SIZE;
    }

    private static long regionBytes(int pageCount) {
        return (pageCount + 1L) << SizeClasses.PAGE_SHIFT;
    }

    private static ShardRecord record(MemorySegment books, int shard) {
        return new ShardRecord(
                books.asSlice(Superblock.BYTES + (long) shard * ShardRecord.BYTES, ShardRecord.BYTES));
    }

    Path path() {
        return path;
    }

    /** The store's memory; {@link #close} ends it. */
    Region region() {
        return region;
    }

    /** How many shards the items in the file are divided among. */
    int shards() {
        return superblock.shards();
    }

    ShardRecord shard(int shard) {
        return record(books.segment(), shard);
    }

    PageRecords pages() {
        return pages;
    }

    Superblock superblock() {
        return superblock;
    }

    /** Whether there are no items from before. */
    boolean isFresh() {
        return fresh;
    }

    /** Whether the last process that had the file ended in order. */
    boolean wasClean() {
        return clean;
    }

    /** What the clock shows at the start, so that items expire when they should. */
    int startSeconds() {
        return startSeconds;
    }

    /** Lets go of the file. Nobody may use its regions any more. */
    @Override
    public void close() {
        superblock.clean();
        region.close();
        books.close();
        try {
            file.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
