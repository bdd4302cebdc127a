package org.mainmemory.memcache.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mainmemory.core.memory.Region;

/** Pages come and go within the limit. */
class PagePoolTest {

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
}
