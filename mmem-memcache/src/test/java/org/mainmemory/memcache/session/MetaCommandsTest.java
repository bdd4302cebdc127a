package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mainmemory.core.net.Turn;
import org.mainmemory.memcache.store.StoreSettings;

/** What transcripts of meta commands cannot show: time, counters, peers that do not read, little memory. */
class MetaCommandsTest {

    private InProcessServer server = new InProcessServer();
    private InProcessWire wire = server.connect();

    @AfterEach
    void holdsNothing() {
        wire.close();
        assertEquals(0, server.store.stats().pinned());
        assertEquals(0, server.store.stats().reserved());
        assertEquals(0, server.context.openPhases());
        server.close();
    }

    private void assertSaid(String reply, String request) {
        assertEquals(reply, wire.ask(request));
    }

    @Test
    void timeToLiveRunsOut() {
        assertSaid("HD\r\n", "ms k 1 T100\r\nx\r\n");
        server.passSeconds(30);
        assertSaid("HD t70\r\n", "mg k t\r\n");
        assertSaid("HD t70\r\n", "mg k t T50\r\n");
        assertSaid("HD t50\r\n", "mg k t\r\n");
        server.passSeconds(49);
        assertSaid("HD t1\r\n", "mg k t\r\n");
        server.passSeconds(1);
        assertSaid("EN\r\n", "mg k t\r\n");
    }

    @Test
    void timeSinceTheLastUseIsTold() {
        assertSaid("HD\r\n", "ms k 1\r\nx\r\n");
        server.passSeconds(7);
        assertSaid("HD l7 h0\r\n", "mg k l u h\r\n");
        assertSaid("HD l7 h0\r\n", "mg k l h\r\n");
        assertSaid("HD l0 h1\r\n", "mg k l h\r\n");
        server.passSeconds(5);
        assertTrue(wire.ask("me k\r\n").startsWith("ME k exp=-1 la=5 cas="));
        assertTrue(wire.ask("me k\r\n").startsWith("ME k exp=-1 la=5 cas="));
    }

    /** Keys of many lengths: with some of them the longer number needs another chunk. */
    @Test
    void aNumberThatBecomesLongerIsUsedNow() {
        assertSaid("OK\r\n", "lru mode flat\r\n");
        for (int length = 1; length <= 40; length++) {
            String key = "k".repeat(length);
            assertSaid("HD\r\n", "ms other" + key + " 40\r\n" + "~".repeat(40) + "\r\n");
            assertSaid("HD\r\nHD\r\n", "md other" + key + "\r\nms " + key + " 1\r\n9\r\n");
            server.passSeconds(7);
            assertSaid("HD\r\nHD l0\r\n", "ma " + key + "\r\nmg " + key + " l\r\n");
        }
    }

    @Test
    void anAbsoluteExptimeIsToldAsWhatIsLeft() {
        long unix = 1_700_000_000;
        assertSaid("HD\r\n", "ms k 1 T" + (unix + 500) + "\r\nx\r\n");
        assertSaid("HD t500\r\n", "mg k t\r\n");
        server.passSeconds(100);
        assertTrue(wire.ask("me k\r\n").startsWith("ME k exp=400 la=100 "));
    }

    @Test
    void renewalIsWonAsTheEndComesNear() {
        assertSaid("HD\r\n", "ms k 1 T100\r\nx\r\n");
        assertSaid("HD\r\n", "mg k R30\r\n");
        server.passSeconds(70);
        assertSaid("HD\r\n", "mg k R30\r\n");
        server.passSeconds(1);
        assertSaid("HD W\r\n", "mg k R30\r\n");
        assertSaid("HD Z\r\n", "mg k R30\r\n");
    }

    @Test
    void anItemMadeOnAMissExpires() {
        assertSaid("HD W\r\n", "mg k N10\r\n");
        server.passSeconds(9);
        assertSaid("HD Z\r\n", "mg k N10\r\n");
        server.passSeconds(1);
        assertSaid("HD W\r\n", "mg k N10\r\n");
    }

    @Test
    void aStoreWithAnOlderCasKeepsTheExptime() {
        assertSaid("HD c2\r\n", "ms k 1 T100 c\r\nx\r\n");
        assertSaid("HD\r\n", "md k I T30\r\n");
        server.passSeconds(10);
        assertSaid("HD\r\n", "ms k 1 T90 I C2\r\ny\r\n");
        assertSaid("VA 1 t20 X W\r\ny\r\n", "mg k v t\r\n");
    }

    @Test
    void commandsAreCountedAsWhatTheyDo() {
        wire.ask("ms a 1\r\nx\r\nms b 1 q\r\nx\r\nms a 1 ME\r\nx\r\n");
        wire.ask("ms n 1 C5\r\nx\r\nms a 1 C1\r\nx\r\nms x 1 z\r\nx\r\n");
        wire.ask("mg a\r\nmg a v\r\nmg none\r\nmg none q T5\r\nmg a T5\r\nmg made N0\r\nmg made2 N0 T5\r\n");
        wire.ask("ma n\r\nma n MD\r\nma n N0\r\nma n\r\nma n MD\r\nma n C1\r\nma a\r\n");
        wire.ask("md a C1\r\nmd a I\r\nmd a x\r\nmd a\r\nmd a\r\nme b\r\nme none\r\nme\r\nmn\r\n");
        Map<String, String> expected = new TreeMap<>(Map.of(
                "cmd_set", "5", "cas_misses", "1", "cas_badval", "1", "cas_hits", "0", "cmd_get", "5", "get_hits", "3",
                "get_misses", "2", "cmd_touch", "2", "touch_hits", "2", "touch_misses", "0"));
        expected.putAll(Map.of("incr_misses", "1", "decr_misses", "1", "incr_hits", "1", "decr_hits", "1",
                "delete_hits", "2", "delete_misses", "2", "cmd_meta", "2"));
        Map<String, String> counted = new TreeMap<>();
        for (String line : wire.ask("stats\r\n").split("\r\n")) {
            String[] words = line.split(" ");
            if (expected.containsKey(words.length > 1 ? words[1] : "")) {
                counted.put(words[1], words[2]);
            }
        }
        assertEquals(expected, counted);
    }

    @Test
    void aReplyThatFindsNoRoomWaits() {
        String value = "v".repeat(15_000);
        assertSaid("HD\r\n", "ms k 15000\r\n" + value + "\r\n");
        wire.takeNoMoreThan(0);
        wire.ask("mg k v Oa\r\nmg k v Ob\r\nmg k v Oc\r\nmg k v Od\r\nmg k v Oe\r\nmn\r\nmg k s\r\n");
        assertEquals(Turn.BLOCKED, wire.turn());
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            wire.takeNoMoreThan(3_000);
            said.append(wire.taken());
        }
        wire.takeNoMoreThan(Long.MAX_VALUE);
        said.append(wire.taken());
        StringBuilder expected = new StringBuilder();
        for (char opaque = 'a'; opaque <= 'e'; opaque++) {
            expected.append("VA 15000 O").append(opaque).append("\r\n").append(value).append("\r\n");
        }
        assertEquals(expected + "MN\r\nHD s15000\r\n", said.toString());
        assertEquals(Turn.READ, wire.turn());
    }

    @Test
    void aLargeValueIsSentAsThePeerTakesItEvenIfItIsReplacedMeanwhile() {
        String value = "0123456789".repeat(50_000);
        assertSaid("HD\r\n", "ms k 500000\r\n" + value + "\r\n");
        wire.takeNoMoreThan(0);
        wire.ask("mg k v s k\r\nmg k v\r\n");
        assertEquals(1, server.store.stats().pinned());
        try (InProcessWire other = server.connect()) {
            other.ask("ms k 1\r\nx\r\n");
        }
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            wire.takeNoMoreThan(40_000);
            said.append(wire.taken());
        }
        wire.takeNoMoreThan(Long.MAX_VALUE);
        said.append(wire.taken());
        assertEquals("VA 500000 s500000 kk\r\n" + value + "\r\nVA 1\r\nx\r\n", said.toString());
    }

    @Test
    void aLargeItemIsToldWithoutItsValue() {
        wire.ask("ms k 500000 T50 F3\r\n" + "v".repeat(500_000) + "\r\n");
        wire.takeNoMoreThan(100);
        assertEquals("HD s500000 t50 f3 h0\r\n", wire.ask("mg k s t f h\r\n"));
        wire.takeNoMoreThan(Long.MAX_VALUE);
        assertSaid("HD h1 s500000\r\n", "mg k h T60 s\r\n");
        assertSaid("HD t60\r\n", "mg k t\r\n");
        assertTrue(wire.ask("me k\r\n").endsWith(" fetch=yes cls=39 size=500064\r\n"));
    }

    @Test
    void aPeerThatGoesAwayInMidValueLeavesNothing() {
        wire.ask("ms k 500000\r\n" + "v".repeat(500_000) + "\r\n");
        wire.takeNoMoreThan(1000);
        wire.ask("mg k v\r\n");
        assertEquals(1, server.store.stats().pinned());
        wire.close();
        wire = server.connect();
        wire.ask("ms k 500000\r\n" + "v".repeat(400_000));
        assertEquals(1, server.store.stats().reserved());
    }

    @Test
    void twoConnectionsThatStoreAtOnceAreToldTheirOwn() {
        try (InProcessWire other = server.connect()) {
            wire.ask("ms Zm9v 3 b k Oone s\r\nab");
            other.ask("ms another 4 Otwo s k\r\ncd");
            assertSaid("HD kZm9v b Oone s3\r\n", "c\r\n");
            assertEquals("HD Otwo s4 kanother\r\n", other.ask("ef\r\n"));
        }
    }

    @Test
    void withoutMemoryNothingIsMadeAndTheOldItemGoes() {
        wire.close();
        server.close();
        server = new InProcessServer(MemcacheSettings.builder().store(new StoreSettings(
                1 << 20, 1 << 20, false, true, 1.25, 48, 512 << 10, 1, false)).build());
        wire = server.connect();
        String value = "v".repeat(1000);
        int stored = 0;
        while (wire.ask("ms k" + stored + " 1000\r\n" + value + "\r\n").equals("HD\r\n")) {
            stored++;
        }
        assertTrue(stored > 100, () -> "some items are stored");
        String large = "v".repeat(12_000) + "\r\n";
        int first = 0;
        while (wire.ask("ms l" + first + " 12000\r\n" + large).equals("HD\r\n")) {
            first++;
        }
        assertTrue(first > 0, () -> "a size that has nothing yet gets a page");
        assertSaid("SERVER_ERROR out of memory storing object\r\n", "ms k0 12000 q MR\r\n" + large);
        assertSaid("EN\r\n", "mg k0\r\n");
        assertSaid("HD s1000\r\n", "mg k1 s\r\n");
        assertSaid("SERVER_ERROR out of memory storing object\r\n", "ms k1 12000 k I\r\n" + large);
        assertSaid("EN\r\n", "mg k1\r\n");
        int made = 0;
        while (wire.ask("mg " + "m".repeat(200) + made + " N0\r\n").equals("HD W\r\n")) {
            made++;
        }
        assertSaid("EN Oabc\r\n", "mg " + "m".repeat(200) + made + " N0 Oabc\r\n");
        assertSaid("SERVER_ERROR Out of memory allocating new item\r\n", "ma " + "m".repeat(200) + made + " N0 q\r\n");
    }
}
