package org.mainmemory.core.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Memory for one buffer outside the Java heap. It is there as long as somebody refers to the segment or to its
 * {@code asByteBuffer()}, which is a direct buffer; an address of it is no reference. The collector gives it back.
 *
 * <p>A direct buffer of Java's is filled with zeroes when it is made, which has all its pages resident and takes a page
 * fault for each. Loops have large buffers that most requests use little of, so large memory is mapped instead: where
 * {@link Region#isLazyHere} its pages cost nothing until they are written, and {@code -XX:MaxDirectMemorySize} does not
 * count them.
 */
final class DirectMemory {

    /** Less is not worth a mapping. */
    static final int LEAST_MAPPED_BYTES = 32 << 10;

    private DirectMemory() {
    }

    /** So many zeroes. Any thread may use them. Throws {@link OutOfMemoryError}. */
    static MemorySegment of(int bytes) {
        return bytes < LEAST_MAPPED_BYTES
                ? MemorySegment.ofBuffer(ByteBuffer.allocateDirect(bytes))
                : PageSource.best().map(bytes, Arena.ofAuto());
    }
}
