package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.store.StoreStats;

/** Crawls and dumps, with the upkeep done by hand. */
class CrawlerTest {

    private final InProcessServer server = new InProcessServer();
    private final InProcessWire wire = server.connect();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aCrawlRemovesWhatIsDeadInItsClassesAndCountsIt() {
        server.store.sweeping(false);
        fill("live", 10, 0, 2);
        fill("dead", 10, 1, 2);
        fill("other", 10, 1, 500);
        server.passSeconds(3);
        assertEquals("OK\r\n", wire.ask("lru_crawler crawl 1\r\n"));
        assertEquals("BUSY currently processing crawler request\r\n", wire.ask("lru_crawler crawl 1\r\n"));
        assertTrue(wire.ask("stats\r\n").contains("STAT lru_crawler_running 1\r\n"));
        upkeep();
        StoreStats stats = server.store.stats();
        assertEquals(20, stats.currItems());
        assertEquals(10, stats.crawlerReclaimed());
        assertEquals(20, stats.crawlerItemsChecked());
        assertFalse(server.store.isCrawling());
        assertTrue(wire.ask("stats\r\n").contains("STAT lru_crawler_starts 1\r\n"));
    }

    @Test
    void aCrawlNeedsNoItemsButAClass() {
        for (String classes : List.of("all", "1", "1,2", "63", "1,,2", ",1")) {
            assertEquals("OK\r\n", wire.ask("lru_crawler crawl " + classes + "\r\n"), classes);
            upkeep();
        }
        assertEquals("NOTSTARTED no items to crawl\r\n", wire.ask("lru_crawler crawl ,\r\n"));
        for (String classes : List.of("0", "64", "1,x", "1,64")) {
            assertEquals("BADCLASS invalid class id\r\n", wire.ask("lru_crawler crawl " + classes + "\r\n"), classes);
        }
    }

    @Test
    void whatIsSweptByItselfIsReclaimed() {
        fill("dead", 10, 1, 2);
        server.passSeconds(3);
        upkeep();
        assertEquals(10, server.store.stats().reclaimed());
        assertEquals(0, server.store.stats().crawlerReclaimed());
    }

    @Test
    void aDumpTellsEachLiveItemOnceHoweverSlowTheClient() {
        fill("live", 3000, 0, 2);
        fill("dead", 100, 1, 2);
        server.passSeconds(3);
        wire.takeNoMoreThan(10_000);
        wire.send("lru_crawler metadump all\r\nversion\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        StringBuilder told = new StringBuilder(wire.taken());
        assertTrue(told.length() <= 10_000, "told before it was taken");
        for (int i = 0; i < 100; i++) {
            wire.takeNoMoreThan(10_000);
            told.append(wire.taken());
        }
        String text = told.toString();
        assertEquals(3000, text.lines().filter(row -> row.startsWith("key=live")).distinct().count());
        assertEquals(3000, text.lines().filter(row -> row.startsWith("key=")).count());
        assertTrue(text.contains("\nEND\r\nVERSION "), "the next reply comes behind");
    }

    @Test
    void aDumpSpellsItemsAsMemcachedDoes() {
        assertEquals("OK\r\nEND\r\n", wire.ask("lru_crawler metadump all\r\n"));
        assertEquals("OK\r\nEN\r\n", wire.ask("lru_crawler mgdump all\r\n"));
        wire.ask("set a~-._%/: 7 100 2\r\nab\r\n");
        String row = wire.ask("lru_crawler metadump hash\r\n");
        assertTrue(row.matches("OK\r\nkey=a~-\\._%25%2F%3A exp=1700000100 la=1700000000 cas=\\d+ fetch=no cls=1 size=73"
                + " flags=7 \nEND\r\n"), row);
        wire.ask("get a~-._%/:\r\n");
        assertTrue(wire.ask("lru_crawler metadump 1\r\n").contains(" fetch=yes "));
        assertEquals("OK\r\nEND\r\n", wire.ask("lru_crawler metadump 2\r\n"));
        wire.ask("md a~-._%/:\r\nms AAE= 1 b\r\nx\r\n");
        assertEquals("OK\r\nmg AAE= b\r\nEN\r\n", wire.ask("lru_crawler mgdump all\r\n"));
    }

    @Test
    void nothingMayWaitBeforeADump() {
        assertEquals("VERSION " + Version.TEXT + "\r\nERROR cannot pipeline other commands before mgdump\r\n",
                wire.ask("version\r\nlru_crawler mgdump all\r\n"));
        assertEquals("MN\r\nOK\r\nEN\r\n", wire.ask("mn\r\nlru_crawler mgdump all\r\n"));
    }

    @Test
    void cachedumpTellsTheItemsOfAClassUpToALimit() {
        fill("a", 5, 0, 2);
        fill("b", 5, 100, 500);
        assertEquals("ITEM a0 [2 b; 0 s]\r\nITEM a1 [2 b; 0 s]\r\nEND\r\n", wire.ask("stats cachedump 1 2\r\n"));
        assertEquals(6, wire.ask("stats cachedump 9 0\r\n").lines().count());
    }

    private void fill(String name, int count, int exptime, int length) {
        for (int i = 0; i < count; i++) {
            assertEquals("STORED\r\n",
                    wire.ask("set " + name + i + " 0 " + exptime + " " + length + "\r\n"
                            + "x".repeat(length) + "\r\n"));
        }
    }

    private void upkeep() {
        boolean more = true;
        for (int i = 0; i < 10_000 && more; i++) {
            more = server.store.maintain(0, server.now());
        }
    }
}
