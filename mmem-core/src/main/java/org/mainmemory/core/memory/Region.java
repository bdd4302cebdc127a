package org.mainmemory.core.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One contiguous piece of zeroed memory outside the Java heap, reserved at once and made resident page by page when it
 * is written; or a piece of a {@link MappedFile}.
 *
 * <p>On POSIX systems it is an anonymous private mapping. Where the JVM refuses native access, or the system has no
 * {@code mmap}, it falls back to {@link Arena#allocate}, which zero-fills and so makes all of it resident at once, and
 * which the JVM bounds like direct buffers ({@code -XX:MaxDirectMemorySize}).
 *
 * <p>Every access through {@link #segment()} is bounds-checked and throws {@link IllegalStateException} after
 * {@link #close()}, from whatever thread. Who may write what is the holder's business.
 */
public final class Region implements AutoCloseable {

    private final PageSource source;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;

    private Region(PageSource source, long bytes) {
        this.source = source;
        this.segment = source.map(bytes, arena);
    }

    /**
     * Reserves a region that reads as zeroes.
     *
     * @param bytes size of the region, above 0
     * @throws IllegalArgumentException if {@code bytes} is not above 0
     * @throws OutOfMemoryError if the system refuses that much address space
     */
    public static Region reserve(long bytes) {
        return reserve(bytes, PageSource.best());
    }

    static Region reserve(long bytes, PageSource source) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a region of " + bytes + " bytes");
        }
        return new Region(source, bytes);
    }

    /** The region's memory: offsets from 0 to {@link #size()}. Usable by any thread until {@link #close()}. */
    public MemorySegment segment() {
        return segment;
    }

    /** Size in bytes, as asked for. */
    public long size() {
        return segment.byteSize();
    }

    /** Whether regions are {@linkplain #isLazy lazy} on this system. */
    public static boolean isLazyHere() {
        return PageSource.best().isLazy();
    }

    /** Whether untouched pages cost no memory and {@link #giveBack} lowers what the process has resident. */
    public boolean isLazy() {
        return source.isLazy();
    }

    /**
     * Asks the system to use large pages for what is written from now on, where it sees fit (Linux: transparent huge
     * pages). What is resident then comes in larger pieces.
     *
     * @return whether the system can do so
     */
    public boolean preferLargePages() {
        return source.preferLarge(segment);
    }

    /**
     * Returns the whole pages of the system inside {@code [offset, offset + length)} to it; they read as zeroes
     * afterwards and may be written again. Bytes of the range outside whole pages keep their values.
     *
     * @throws IndexOutOfBoundsException if the range is not inside the region
     * @throws IllegalStateException if the region is closed
     */
    public void giveBack(long offset, long length) {
        MemorySegment range = segment.asSlice(offset, length);
        long skipped = Math.floorMod(-range.address(), source.pageSize());
        long whole = (length - skipped) / source.pageSize() * source.pageSize();
        if (whole > 0) {
            source.giveBack(range.asSlice(skipped, whole));
        }
    }

    /** Returns all memory to the system. A second call does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
