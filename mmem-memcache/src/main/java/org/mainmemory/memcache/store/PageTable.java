package org.mainmemory.memcache.store;

/**
 * What is known of each page: plain arrays indexed by page number.
 *
 * <p>A page's entries belong to the shard that holds the page and are read and written under that shard's lock only.
 */
final class PageTable {

    /** Class of a page that no slab holds. */
    static final byte NO_CLASS = -1;

    /** The class whose chunks the page is cut into, or {@link #NO_CLASS}. */
    final byte[] slabClass;
    /** Address of the first free chunk that was in use before, 0 if none. */
    final long[] firstFree;
    /** Chunks in use. */
    final short[] used;
    /** Chunks cut off so far; those behind have never been used since the slab took the page. */
    final short[] cut;
    /** Place of the page in its slab's list. */
    final int[] place;
    /** Neighbours in the slab's list of pages with room; 0 none. */
    final int[] nextWithRoom;
    final int[] previousWithRoom;
    /** Whether the page is in that list. */
    final boolean[] inRoomList;
    /** No item of the page expires before this second; {@link Integer#MAX_VALUE} if none expires at all. */
    final int[] earliestExptime;

    PageTable(int pages) {
        slabClass = new byte[pages];
        java.util.Arrays.fill(slabClass, NO_CLASS);
        firstFree = new long[pages];
        used = new short[pages];
        cut = new short[pages];
        place = new int[pages];
        nextWithRoom = new int[pages];
        previousWithRoom = new int[pages];
        inRoomList = new boolean[pages];
        earliestExptime = new int[pages];
    }

    /** The page that an address lies in. */
    static int pageOf(long address) {
        return (int) (address >>> SizeClasses.PAGE_SHIFT);
    }

    /** Address of a page's first byte. */
    static long addressOf(int page) {
        return (long) page << SizeClasses.PAGE_SHIFT;
    }

    /** Notes that an item of the page expires at {@code exptimeSeconds}. */
    void expires(long item, int exptimeSeconds) {
        int page = pageOf(item);
        if (exptimeSeconds < earliestExptime[page]) {
            earliestExptime[page] = exptimeSeconds;
        }
    }
}
