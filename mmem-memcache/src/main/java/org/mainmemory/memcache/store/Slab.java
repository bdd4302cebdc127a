package org.mainmemory.memcache.store;

import java.util.Arrays;

/**
 * The pages of one size class in one shard: hands out chunks, takes them back, and shows them one after another to the
 * eviction hand.
 *
 * <p>Pages with room stand in a list, the empty ones at its end. A page whose last chunk comes back stays with the slab
 * if it has few empty ones, else it goes to the pool. Under the shard's lock only.
 */
final class Slab {

    /** Pages among which {@link #nextPageToGo} chooses at most. */
    private static final int MAX_CANDIDATES = 8;

    /** Slabs with more items than this in a page want one more than their pressure says ... */
    private static final int SMALL_FROM = 16;
    /** ... by this power of their number. */
    private static final double SMALL_WEIGHT = 0.75;

    /** Empty pages that a slab keeps are one in this many. */
    private static final int EMPTY_SHARE = 8;

    /** S3-FIFO's small queue over the chunks of this slab. */
    final SmallQueue small;
    /** Items in the small queue, aged ones included. */
    int smallItems;
    /** Items in the older part of the small queue, which is in memory order. */
    int agedItems;
    /** Items in the main queue, and those in none. */
    int mainItems;
    /** Chunks freed by eviction of late: halved now and then. */
    int pressure;
    /** Chunks of items whose keys came back soon after they had been evicted: halved now and then. */
    int returned;
    /** {@link PageAccount#handedOut} when the last chunk was taken. */
    long lastTake;
    /** Chunks freed by eviction since the slab last looked for a page of another. */
    int evictedSinceLook;

    /** Where the main queue begins. */
    final Hand hand;
    /** Where the older part of the small queue begins. */
    final Hand agedHand;

    private final Chunks chunks;
    private final PageTable table;
    private final PageAccount account;
    private final int index;
    private final int chunkSize;
    private final int perPage;
    private final double pageWeight;

    private int[] pages = new int[4];
    private int pageCount;
    private int used;
    private int emptyPages;
    private int roomHead;
    private int roomTail;
    private int goPlace = -1;
    /** {@link PageAccount#handedOut} when it was last the first page's turn. */
    private long roundBegan;
    private int closed = PagePool.NONE;

    Slab(int index, int chunkSize, Chunks chunks, PageTable table, PageAccount account) {
        this.index = index;
        this.chunkSize = chunkSize;
        this.perPage = SizeClasses.PAGE_SIZE / chunkSize;
        this.pageWeight = Math.pow(Math.max(perPage, SMALL_FROM), SMALL_WEIGHT);
        this.chunks = chunks;
        this.table = table;
        this.account = account;
        this.hand = new Hand(this, table);
        this.agedHand = new Hand(this, table);
        this.small = new SmallQueue(this, chunks, account);
    }

    int chunkSize() {
        return chunkSize;
    }

    int perPage() {
        return perPage;
    }

    /** What one more page is worth to this slab, compared with others under the same pressure. */
    double pageWeight() {
        return pageWeight;
    }

    int pageCount() {
        return pageCount;
    }

    /** The page at {@code place}, below {@link #pageCount()}. */
    int page(int place) {
        return pages[place];
    }

    /** Whether {@code page} is one of this slab. True or false for every page, whoever holds it. */
    boolean holds(int page) {
        int place = table.place[page];
        return place < pageCount && pages[place] == page;
    }

    /** Whether a chunk of this slab starts at {@code address}, where one started once. */
    boolean holdsChunk(long address) {
        int page = PageTable.pageOf(address);
        return holds(page) && address - PageTable.addressOf(page) < (long) table.cut[page] * chunkSize;
    }

    /** Chunks that could be taken without another page. */
    int freeChunks() {
        return pageCount * perPage - used;
    }

    /** The same, but for those of empty pages. */
    int scatteredChunks() {
        return freeChunks() - emptyPages * perPage;
    }

    /** Chunks that could be taken without another page, but for those of {@code page}. */
    int roomBeside(int page) {
        return freeChunks() - (perPage - table.used[page]);
    }

    /** Hands out no chunk of {@code page}, which is not empty, until {@link #reopen}. */
    void close(int page) {
        closed = page;
        if (table.inRoomList[page]) {
            leaveRoomList(page);
        }
    }

    /** Takes back {@link #close}. */
    void reopen() {
        int page = closed;
        closed = PagePool.NONE;
        if (page != PagePool.NONE && holds(page) && table.used[page] < perPage && !table.inRoomList[page]) {
            joinRoomList(page);
        }
    }

    /** Whether the page is one of this slab and closed. */
    boolean isClosed(int page) {
        return page == closed;
    }

    /** Items that keys lead to; of long items only those whose head is here. */
    int items() {
        return smallItems + mainItems;
    }

    /** Items in the small queue that are not aged. */
    int queuedItems() {
        return smallItems - agedItems;
    }

    /** Chunks in use: items, further chunks of long items, items arriving and items detached. */
    int used() {
        return used;
    }

    /** A chunk in state {@code state} for something new, or 0 if all pages are full. */
    long take(int state) {
        long chunk = takeForMove(state);
        if (chunk != 0) {
            account.handedOut += chunkSize;
            lastTake = account.handedOut;
        }
        return chunk;
    }

    /** The same for something that the slab holds already: memory does not age by it. */
    long takeForMove(int state) {
        int page = roomHead;
        if (page == PagePool.NONE) {
            return 0;
        }
        long chunk = table.firstFree[page];
        if (chunk != 0) {
            table.firstFree[page] = chunks.next(chunk);
        } else {
            chunk = PageTable.addressOf(page) + (long) table.cut[page]++ * chunkSize;
        }
        used++;
        if (table.used[page] == 0) {
            emptyPages--;
        }
        if (++table.used[page] == perPage) {
            leaveRoomList(page);
        }
        chunks.handOut(chunk, state);
        return chunk;
    }

    /** Takes back a chunk, and gives its page to the pool if that was the page's last one. */
    void free(long chunk) {
        int page = PageTable.pageOf(chunk);
        chunks.state(chunk, Chunks.FREE);
        used--;
        if (--table.used[page] == 0) {
            empty(page);
            return;
        }
        chunks.next(chunk, table.firstFree[page]);
        table.firstFree[page] = chunk;
        if (!table.inRoomList[page] && page != closed) {
            joinRoomList(page);
        }
    }

    private void empty(int page) {
        if (page == closed || emptyPages >= pageCount / EMPTY_SHARE) {
            remove(page);
            return;
        }
        emptyPages++;
        table.firstFree[page] = 0;
        table.cut[page] = 0;
        table.earliestExptime[page] = Integer.MAX_VALUE;
        if (table.inRoomList[page]) {
            leaveRoomList(page);
        }
        joinRoomListAtEnd(page);
    }

    /** Gives an empty page to the pool; false if there is none. */
    boolean giveEmptyPage() {
        if (emptyPages == 0) {
            return false;
        }
        emptyPages--;
        remove(roomTail);
        return true;
    }

    /** Adds a page from the pool. */
    void addPage(int page) {
        if (account.isRecorded()) {
            freeAll(page);
        }
        account.record(page, index);
        addToList(page);
        emptyPages++;
        joinRoomListAtEnd(page);
    }

    private void addToList(int page) {
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, pageCount * 2);
        }
        pages[pageCount] = page;
        table.place[page] = pageCount++;
        table.slabClass[page] = (byte) index;
        table.firstFree[page] = 0;
        table.used[page] = 0;
        table.cut[page] = 0;
        table.earliestExptime[page] = Integer.MAX_VALUE;
    }

    /** Lets no byte that another slab left in the page be taken for a chunk in use after a restart. */
    private void freeAll(int page) {
        long chunk = PageTable.addressOf(page);
        for (int i = 0; i < perPage; i++) {
            chunks.state(chunk + (long) i * chunkSize, Chunks.FREE);
        }
    }

    /** Adds a page that was the slab's before a restart: what is in its chunks stays, the free ones are handed out. */
    void keepPage(int page) {
        addToList(page);
        long chunk = PageTable.addressOf(page) + (long) perPage * chunkSize;
        for (int i = perPage; i > 0; i--) {
            chunk -= chunkSize;
            if (chunks.state(chunk) != Chunks.FREE) {
                table.used[page]++;
                table.cut[page] = (short) Math.max(table.cut[page], i);
            } else if (table.cut[page] > 0) {
                chunks.next(chunk, table.firstFree[page]);
                table.firstFree[page] = chunk;
            }
        }
        used += table.used[page];
        account.keep();
        if (table.used[page] < perPage) {
            joinRoomList(page);
        }
    }

    /** Whether {@link #nextPageToGo} would begin a round although the last one began less than so many bytes ago. */
    boolean wouldBeginRoundAgain(long handedOutBytes) {
        return goPlace + 1 >= pageCount && account.handedOut - roundBegan < handedOutBytes;
    }

    /** The page to be emptied next if one has to go: round and round, of many pages the least used of a few. */
    int nextPageToGo() {
        int candidates = Math.max(1, Math.min(MAX_CANDIDATES, pageCount / MAX_CANDIDATES));
        int chosen = PagePool.NONE;
        for (int i = 0; i < candidates; i++) {
            if (++goPlace >= pageCount) {
                goPlace = 0;
                roundBegan = account.handedOut;
            }
            int page = pages[goPlace];
            if (chosen == PagePool.NONE || table.used[page] < table.used[chosen]) {
                chosen = page;
            }
        }
        return chosen;
    }

    /** Pages without a chunk in use. */
    int emptyPages() {
        return emptyPages;
    }

    /** First of the pages with room, {@link PagePool#NONE} if all are full. */
    int firstPageWithRoom() {
        return roomHead;
    }

    /** What one turn of the hand passes at most. */
    int chunks() {
        return pageCount * perPage;
    }

    private void remove(int page) {
        if (page == closed) {
            closed = PagePool.NONE;
        }
        if (table.inRoomList[page]) {
            leaveRoomList(page);
        }
        int last = pages[--pageCount];
        pages[table.place[page]] = last;
        table.place[last] = table.place[page];
        table.slabClass[page] = PageTable.NO_CLASS;
        account.giveBack(page);
    }

    private void joinRoomList(int page) {
        link(PagePool.NONE, page);
        link(page, roomHead);
        roomHead = page;
        if (roomTail == PagePool.NONE) {
            roomTail = page;
        }
        table.inRoomList[page] = true;
    }

    private void joinRoomListAtEnd(int page) {
        link(roomTail, page);
        link(page, PagePool.NONE);
        roomTail = page;
        if (roomHead == PagePool.NONE) {
            roomHead = page;
        }
        table.inRoomList[page] = true;
    }

    private void leaveRoomList(int page) {
        int previous = table.previousWithRoom[page];
        int next = table.nextWithRoom[page];
        if (roomHead == page) {
            roomHead = next;
        }
        if (roomTail == page) {
            roomTail = previous;
        }
        link(previous, next);
        table.inRoomList[page] = false;
    }

    private void link(int page, int next) {
        if (page != PagePool.NONE) {
            table.nextWithRoom[page] = next;
        }
        if (next != PagePool.NONE) {
            table.previousWithRoom[next] = page;
        }
    }
}
