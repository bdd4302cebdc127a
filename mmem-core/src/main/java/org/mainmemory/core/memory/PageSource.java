package org.mainmemory.core.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Where the pages of a {@link Region} come from. Stateless; any thread. */
sealed interface PageSource permits FilePages, MappedPages, ZeroFilledPages {

    /** The system's mapped pages if they can be had in this JVM, else zero-filled ones. */
    static PageSource best() {
        return MappedPages.AVAILABLE != null ? MappedPages.AVAILABLE : ZeroFilledPages.INSTANCE;
    }

    /** Zeroed memory, or a file's, that lives as long as {@code arena}. Throws {@link OutOfMemoryError}. */
    MemorySegment map(long bytes, Arena arena);

    /** Makes {@code pages}, which are whole ones, read as zeroes and cost as little as possible. */
    void giveBack(MemorySegment pages);

    /** Asks for large pages in {@code pages}; answers whether the system can give some. */
    boolean preferLarge(MemorySegment pages);

    /** Bytes in a page. */
    long pageSize();

    /** Whether a page costs nothing until it is written. */
    boolean isLazy();
}
