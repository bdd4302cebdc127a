package org.mainmemory.core.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

/**
 * Pages of a file, shared with whoever maps it too: what is written outlives the process, however that ends.
 *
 * @param channel the file, open for reading and writing
 * @param offset where in the file the pages begin, in bytes
 */
record FilePages(FileChannel channel, long offset) implements PageSource {

    private static final long PAGE_SIZE = 4096;

    /** What stands in the file; zeroes where nothing was ever written. Throws {@link UncheckedIOException}. */
    @Override
    public MemorySegment map(long bytes, Arena arena) {
        try {
            return channel.map(FileChannel.MapMode.READ_WRITE, offset, bytes, arena);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void giveBack(MemorySegment pages) {
        pages.fill((byte) 0);
    }

    /** The file's own system decides what its pages are. */
    @Override
    public boolean preferLarge(MemorySegment pages) {
        return false;
    }

    @Override
    public long pageSize() {
        return PAGE_SIZE;
    }

    @Override
    public boolean isLazy() {
        return true;
    }
}
