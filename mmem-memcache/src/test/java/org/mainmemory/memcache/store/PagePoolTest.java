package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mainmemory.core.memory.Region;

/** Pages come and go within the limit. */
class PagePoolTest {

    private static final Pattern RANGE = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) ");

    private final Region region = Region.reserve(9L << SizeClasses.PAGE_SHIFT);
    private final PagePool pool = new PagePool(region, 8, new Unguarded());

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void everyPageIsHandedOutOnceAndNoneIsPageZero() {
        Set<Integer> pages = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            int page = pool.take(0);
            assertTrue(page > 0 && page <= 8 && pages.add(page));
        }
        assertEquals(PagePool.NONE, pool.take(0));
        assertEquals(0, pool.free());
        pool.giveBack(3);
        assertEquals(1, pool.free());
        assertEquals(3, pool.take(0));
    }

    @Test
    void chargedBytesKeepPagesBack() {
        pool.charge(SizeClasses.PAGE_SIZE + SizeClasses.PAGE_SIZE / 2);
        assertEquals(6, pool.free());
        for (int i = 0; i < 6; i++) {
            assertTrue(pool.take(0) != PagePool.NONE);
        }
        assertEquals(PagePool.NONE, pool.take(0));
        pool.charge(-1);
        assertTrue(pool.take(0) != PagePool.NONE);
        pool.charge(3 * SizeClasses.PAGE_SIZE);
        assertEquals(0, pool.free());
        assertTrue(pool.isOver());
    }

    @Test
    void keptPagesAreForTheirClassAlone() {
        assertTrue(pool.keep(5, 6));
        assertEquals(6, pool.keptFor(5));
        assertTrue(pool.take(0) != PagePool.NONE);
        assertTrue(pool.take(7) != PagePool.NONE);
        assertEquals(PagePool.NONE, pool.take(0));
        for (int i = 0; i < 6; i++) {
            assertTrue(pool.take(5) != PagePool.NONE);
        }
        assertEquals(PagePool.NONE, pool.take(5));
    }

    @Test
    void largePagesOfTheSystemAreForStoresThatAreNoLongerSmall() throws IOException {
        Path maps = Path.of("/proc/self/smaps");
        assumeTrue(Files.isReadable(maps) && Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage")));
        int most = 2 * PagePool.SMALL_PAGES;
        try (Region large = Region.reserve((long) most << SizeClasses.PAGE_SHIFT)) {
            PagePool filling = new PagePool(large, most - 1, new Unguarded());
            take(filling, PagePool.SMALL_PAGES - 1);
            long behind = large.segment().address() + PageTable.addressOf(PagePool.SMALL_PAGES);
            assertFalse(flagsAt(behind, maps).contains("hg"), "a small store asks for large pages");
            int page = filling.take(0);
            filling.settle();
            assertTrue(flagsAt(behind, maps).contains("hg"), "a store that has grown asks for none");
            assertFalse(flagsAt(behind - 1, maps).contains("hg"), "what is small already is to become large");
            filling.giveBack(page);
            assertTrue(filling.limit(1) && filling.release());
            filling.settle();
            assertFalse(flagsAt(behind, maps).contains("hg"), "what was given back may become resident again");
        }
    }

    private static void take(PagePool pool, int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(pool.take(0) != PagePool.NONE);
        }
    }

    /** Linux's flags of the mapping that {@code address} is in. */
    private static Set<String> flagsAt(long address, Path maps) throws IOException {
        boolean found = false;
        for (String line : Files.readAllLines(maps)) {
            Matcher range = RANGE.matcher(line);
            if (range.lookingAt()) {
                found = Long.compareUnsigned(Long.parseUnsignedLong(range.group(1), 16), address) <= 0
                        && Long.compareUnsigned(Long.parseUnsignedLong(range.group(2), 16), address) > 0;
            } else if (found && line.startsWith("VmFlags:")) {
                return Set.of(line.substring("VmFlags:".length()).trim().split(" "));
            }
        }
        throw new AssertionError("no mapping at " + Long.toHexString(address));
    }
}
