package org.mainmemory.memcache.store;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What a memory file keeps of each page: the shard that holds it and the class whose chunks it is cut into, in four
 * bytes with a check. Pages that hold no items have none. A page's record belongs to the shard that holds the page.
 */
final class PageRecords {

    /** Bytes of a record. */
    static final int BYTES = 4;
    /** What {@link #shard} answers for a page without a record. */
    static final int NONE = -1;
    /** Shards that can be told apart. */
    static final int MAX_SHARDS = 1 << 12;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CLASS_BITS = 8;
    private static final int CLASS_MASK = (1 << CLASS_BITS) - 1;
    private static final int CHECK_SHIFT = 20;
    private static final int DATA_MASK = (1 << CHECK_SHIFT) - 1;
    private static final int MIX = 0x9E37_79B1;

    private final MemorySegment memory;

    PageRecords(MemorySegment memory) {
        this.memory = memory;
    }

    /** Notes who holds a page and what for. */
    void set(int page, int shard, int slabClass) {
        memory.set(INT, (long) page * BYTES, word(page, shard << CLASS_BITS | slabClass));
    }

    /** Notes that a page holds no items. */
    void clear(int page) {
        memory.set(INT, (long) page * BYTES, 0);
    }

    /** The shard whose items a page holds, or {@link #NONE}. */
    int shard(int page) {
        int word = memory.get(INT, (long) page * BYTES);
        int data = word & DATA_MASK;
        return word == word(page, data) ? data >>> CLASS_BITS : NONE;
    }

    /** The class of a page that a shard holds. */
    int slabClass(int page) {
        return memory.get(INT, (long) page * BYTES) & CLASS_MASK;
    }

    /** Never 0: the lowest bit of the check is 1. */
    private static int word(int page, int data) {
        int mixed = (data ^ page * MIX) * MIX;
        return data | (mixed >>> CHECK_SHIFT | 1) << CHECK_SHIFT;
    }
}
