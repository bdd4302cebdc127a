package org.mainmemory.core.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Pages in plain Java, for JVMs without native access: resident from the start, never given back before the end. */
enum ZeroFilledPages implements PageSource {
    /** The only one. */
    INSTANCE;

    private static final long PAGE_SIZE = 4096;

    @Override
    public MemorySegment map(long bytes, Arena arena) {
        return arena.allocate(bytes, PAGE_SIZE);
    }

    @Override
    public void giveBack(MemorySegment pages) {
        pages.fill((byte) 0);
    }

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
        return false;
    }
}
