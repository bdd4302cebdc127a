package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mainmemory.core.net.Turn;
import org.mainmemory.memcache.store.StoreSettings;

/** What transcripts cannot show: peers that do not read, endless lines, time, orders, little memory. */
class MemcacheSessionTest {

    private static final String STORED = "STORED\r\n";
    private static final String BAD_FORMAT = "CLIENT_ERROR bad command line format\r\n";

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

    private void restart(MemcacheSettings settings) {
        server.close();
        server = new InProcessServer(settings);
        wire = server.connect();
    }

    private void set(String key, String value) {
        assertEquals(STORED, wire.ask("set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n"));
    }

    private static String told(String key, String value) {
        return "VALUE " + key + " 0 " + value.length() + "\r\n" + value + "\r\n";
    }

    @Test
    void aRetrievalStopsBetweenKeysWhenThePeerDoesNotRead() {
        String value = "v".repeat(10_000);
        for (int i = 0; i < 20; i++) {
            set("k" + i, value + i);
        }
        StringBuilder expected = new StringBuilder();
        StringBuilder line = new StringBuilder("get");
        for (int i = 0; i < 20; i++) {
            line.append(" k").append(i);
            expected.append(told("k" + i, value + i));
        }
        wire.takeNoMoreThan(0);
        wire.ask(line + "\r\nversion\r\n");
        assertEquals(Turn.BLOCKED, wire.turn());
        assertTrue(wire.unsent() > 0);
        StringBuilder said = new StringBuilder();
        while (said.length() < expected.length()) {
            wire.takeNoMoreThan(30_000);
            said.append(wire.taken());
        }
        wire.takeNoMoreThan(Long.MAX_VALUE);
        said.append(wire.taken());
        assertEquals(expected + "END\r\nVERSION " + Version.TEXT + "\r\n", said.toString());
        assertEquals(Turn.READ, wire.turn());
    }

    @Test
    void aLargeValueIsSentAsThePeerTakesItEvenIfItIsReplacedMeanwhile() {
        String value = "0123456789".repeat(50_000);
        set("k", value);
        wire.takeNoMoreThan(0);
        wire.ask("gets k other k\r\n");
        assertEquals(1, server.store.stats().pinned());
        try (InProcessWire other = server.connect()) {
            other.ask("set k 0 0 1\r\nx\r\n");
        }
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            wire.takeNoMoreThan(40_000);
            said.append(wire.taken());
        }
        wire.takeNoMoreThan(Long.MAX_VALUE);
        said.append(wire.taken());
        String text = said.toString();
        assertTrue(text.startsWith("VALUE k 0 500000 "), () -> text.substring(0, 40));
        assertTrue(text.contains("\r\n" + value + "\r\nVALUE k 0 1 "));
        assertTrue(text.endsWith("\r\nx\r\nEND\r\n"));
        assertEquals(0, server.store.stats().pinned());
    }

    @Test
    void aPeerThatGoesAwayInMidValueLeavesNothingPinned() {
        set("k", "v".repeat(500_000));
        wire.takeNoMoreThan(1000);
        wire.ask("get k\r\n");
        assertEquals(1, server.store.stats().pinned());
        wire.close();
        assertEquals(0, server.store.stats().pinned());
    }

    @Test
    void aPeerThatGoesAwayInMidStoreLeavesNothingReserved() {
        set("k", "old");
        wire.ask("set k 0 0 500000\r\n" + "v".repeat(400_000));
        assertEquals(1, server.store.stats().reserved());
        wire.close();
        assertEquals(0, server.store.stats().reserved());
        wire = server.connect();
        assertEquals(told("k", "old") + "END\r\n", wire.ask("get k\r\n"));
    }

    @Test
    void anEndlessGetIsAnsweredAsItComesIn() {
        set("k", "1");
        String keys = "missing-key k ".repeat(20_000);
        assertEquals(told("k", "1").repeat(20_000) + "END\r\n", wire.ask("get " + keys + "\r\n"));
        assertEquals(told("k", "1").repeat(20_001) + "END\r\n", wire.ask("get " + keys + "k\n"));
        assertEquals("END\r\n", wire.ask("gets" + " x".repeat(200_000) + "\r\n"));
    }

    @Test
    void anEndlessGetWithoutAKeyIsABadFormat() {
        assertEquals(BAD_FORMAT, wire.ask("get " + " ".repeat(200_000) + "\r\n"));
        assertEquals("END\r\n", wire.ask("get " + " ".repeat(200_000) + "k\r\n"));
    }

    @Test
    void aKeyThatIsTooLongEndsAnEndlessGet() {
        set("k", "1");
        String keys = "k ".repeat(40_000);
        String longKey = "l".repeat(251);
        assertEquals(told("k", "1").repeat(40_000) + BAD_FORMAT, wire.ask("get " + keys + longKey + " k k\r\n"));
        assertEquals(BAD_FORMAT, wire.ask("get " + "l".repeat(200_000) + " k\r\n"));
        assertEquals(told("k", "1") + "END\r\n", wire.ask("get k\r\n"));
    }

    @Test
    void ofManyKeysThoseThatAreThereAreAnswered() {
        StringBuilder line = new StringBuilder("get");
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String key = "key" + i;
            line.append(' ').append(key);
            if (i % 3 != 0) {
                set(key, "v".repeat(i));
                told.append(told(key, "v".repeat(i)));
            }
        }
        assertEquals(told + "END\r\n", wire.ask(line + "\r\n"));
    }

    @Test
    void anEndlessGetBehindSpacesIsAnErrorAndDropped() {
        assertEquals("ERROR\r\nVERSION " + Version.TEXT + "\r\n",
                wire.ask("  get " + "k ".repeat(100_000) + "\r\nversion\r\n"));
    }

    @Test
    void anEndlessGetWaitsForAPeerThatDoesNotRead() {
        set("k", "v".repeat(1000));
        wire.takeNoMoreThan(0);
        int told = told("k", "v".repeat(1000)).length();
        String line = "get " + "k ".repeat(32_766);
        wire.ask(line);
        assertEquals(Turn.BLOCKED, wire.turn());
        long length = 0;
        for (int i = 0; i < 400; i++) {
            wire.takeNoMoreThan(100_000);
            length += wire.taken().length();
        }
        wire.takeNoMoreThan(Long.MAX_VALUE);
        length += wire.taken().length();
        wire.ask("\r\n");
        assertEquals(32_766L * told, length);
    }

    @Test
    void itemsExpireWithTheClock() {
        wire.ask("set k 0 10 1\r\nx\r\nset never 0 0 1\r\ny\r\n");
        server.passSeconds(9);
        assertEquals(told("k", "x") + "END\r\n", wire.ask("get k\r\n"));
        assertEquals("TOUCHED\r\n", wire.ask("touch k 5\r\n"));
        server.passSeconds(4);
        assertEquals(told("k", "x") + "END\r\n", wire.ask("gat 3 k\r\n"));
        server.passSeconds(3);
        assertEquals(told("never", "y") + "END\r\n", wire.ask("get k never\r\n"));
    }

    @Test
    void absoluteExptimesAreUnixTime() {
        long unix = server.state.clock().unixSeconds(62);
        wire.ask("set k 0 " + (unix + 100) + " 1\r\nx\r\nset past 0 " + (unix - 1) + " 1\r\ny\r\n");
        assertEquals(told("k", "x") + "END\r\n", wire.ask("get k past\r\n"));
        server.passSeconds(99);
        assertEquals(told("k", "x") + "END\r\n", wire.ask("get k\r\n"));
        server.passSeconds(1);
        assertEquals("END\r\n", wire.ask("get k\r\n"));
    }

    @Test
    void aFlushInTheFutureComesThen() {
        set("k", "x");
        assertEquals("OK\r\n", wire.ask("flush_all 10\r\n"));
        server.passSeconds(9);
        assertEquals(told("k", "x") + "END\r\n", wire.ask("get k\r\n"));
        server.passSeconds(2);
        assertEquals("END\r\n", wire.ask("get k\r\n"));
        set("k", "new");
        assertEquals(told("k", "new") + "END\r\n", wire.ask("get k\r\n"));
    }

    @Test
    void onlyWithRTheTurnEndsAfterThatManyRequests() {
        assertEquals(0, server.context.counters.get(Counter.CONN_YIELDS));
        wire.ask("version\r\n".repeat(100));
        assertEquals(0, server.context.counters.get(Counter.CONN_YIELDS));
        restart(MemcacheSettings.builder().loops(1).reqsPerEvent(10).build());
        assertEquals(("VERSION " + Version.TEXT + "\r\n").repeat(100), wire.ask("version\r\n".repeat(100)));
        assertEquals(9, server.context.counters.get(Counter.CONN_YIELDS));
    }

    @Test
    void ordersGoToWhoeverEmbedsTheServer() {
        List<String> orders = new ArrayList<>();
        restart(MemcacheSettings.builder().loops(1).shutdownEnabled(true).orders(new ServerOrders() {
            @Override
            public void shutdown(boolean graceful) {
                orders.add("shutdown " + graceful);
            }

            @Override
            public void verbosity(int level) {
                orders.add("verbosity " + level);
            }
        }).build());
        wire.ask("verbosity 1\r\nverbosity 9\r\n");
        assertFalse(wire.isClosed());
        assertEquals("", wire.ask("shutdown\r\n"));
        assertTrue(wire.isClosed());
        wire = server.connect();
        wire.ask("shutdown gra\r\n");
        assertTrue(wire.isClosed());
        assertEquals(List.of("verbosity 1", "verbosity 2", "shutdown false", "shutdown true"), orders);
    }

    @Test
    void withoutEvictionsAFullStoreSaysSo() {
        StoreSettings small = new StoreSettings(2 << 20, 1 << 20, false, true, 1.25, 48, 512 << 10, 1, false);
        restart(MemcacheSettings.builder().store(small).build());
        set("k", "old");
        String value = "v".repeat(4000);
        int stored = 0;
        while (wire.ask("set fill" + stored + " 0 0 4000\r\n" + value + "\r\n").equals(STORED)) {
            stored++;
        }
        assertTrue(stored > 100, () -> "only some were stored");
        String full = "SERVER_ERROR out of memory storing object\r\n";
        assertEquals(full, wire.ask("add other 0 0 4000\r\n" + value + "\r\n"));
        assertEquals(full, wire.ask("replace k 0 0 4000\r\n" + value + "\r\n"));
        assertEquals(told("k", "old") + "END\r\n", wire.ask("get k\r\n"));
        assertEquals(full, wire.ask("set k 0 0 4000\r\n" + value.substring(1)) + wire.ask("v\r\n"));
        assertEquals("END\r\n", wire.ask("get k\r\n"));
        assertEquals(4, server.context.counters.get(Counter.STORE_NO_MEMORY));
    }
}
