package org.mainmemory.server;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Has the JVM put together on another thread what is needed soon: how memory outside the heap is read and written. That
 * takes it some ten milliseconds; meanwhile the main thread opens the ports.
 */
final class HeadStart {

    private HeadStart() {
    }

    /** Returns at once; who needs it before it is done waits for it, in the JVM. */
    static void begin() {
        Thread.ofPlatform().daemon().name("mmem-head-start").start(HeadStart::useMemory);
    }

    private static void useMemory() {
        MemorySegment memory = MemorySegment.ofArray(new byte[Long.BYTES]);
        memory.set(ValueLayout.JAVA_BYTE, 0, memory.get(ValueLayout.JAVA_BYTE, 1));
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, 0, memory.get(ValueLayout.JAVA_INT_UNALIGNED, 1));
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
    }
}
