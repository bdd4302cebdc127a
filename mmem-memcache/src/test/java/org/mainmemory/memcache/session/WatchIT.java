package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.memcache.store.StoreSettings;

/** Watchers are told what happens, in memcached's lines. */
class WatchIT {

    private static final String PREFIX = "ts=\\d+\\.\\d+ gid=\\d+ ";

    private static MemcacheServer start(int loops, AdminSettings admin) throws IOException {
        return MemcacheServer.start(MemcacheSettings.builder().listenOnLoopback(0).admin(admin)
                .store(StoreSettings.defaults(loops).withMemoryLimit(8 << 20)).build());
    }

    private static AdminSettings buffers(int watcherBytes, boolean watch) {
        return new AdminSettings(':', false, true, watch, false, 0, true, watcherBytes, 64 << 10, true, true, false,
                Tuning.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void eachEventHasItsLine(int loops) throws IOException {
        try (MemcacheServer server = start(loops, AdminSettings.DEFAULTS);
                Client watcher = new Client(server.port());
                Client client = new Client(server.port())) {
            assertEquals("OK", watcher.ask("watch fetchers mutations deletions"));
            assertEquals("STORED", client.ask("set a#/b 5 100 2\r\nab"));
            expect(watcher, "type=item_get key=a%23%2Fb status=not_found clsid=0 cfd=3 size=0");
            expect(watcher, "type=item_store key=a%23%2Fb status=stored cmd=set ttl=(99|100) clsid=1 cfd=3 size=2");
            assertEquals("VALUE a#/b 5 2", client.ask("get a#/b"));
            expect(watcher, "type=item_get key=a%23%2Fb status=found clsid=1 cfd=3 size=2");
            assertEquals("ab", client.line());
            assertEquals("END", client.line());
            assertEquals("NOT_STORED", client.ask("add a#/b 0 0 3\r\nabc"));
            expect(watcher, "type=item_get key=a%23%2Fb status=found clsid=1 cfd=3 size=2");
            expect(watcher, "type=item_store key=a%23%2Fb status=not_stored cmd=add ttl=0 clsid=1 cfd=3 size=3");
            assertEquals("DELETED", client.ask("delete a#/b"));
            expect(watcher, "type=item_get key=a%23%2Fb status=found clsid=1 cfd=3 size=2");
            expect(watcher, "type=deleted key=a%23%2Fb cmd=delete clsid=1 size=2");
            client.send("set large 0 0 100000\r\n");
            client.send("x".repeat(100_000) + "\r\n");
            assertEquals("STORED", client.line());
            expect(watcher, "type=item_get key=large status=not_found clsid=0 cfd=3 size=0");
            expect(watcher, "type=item_store key=large status=stored cmd=set ttl=0 clsid=32 cfd=3 size=100000");
            assertEquals("HD", client.ask("md large"));
            expect(watcher, "type=item_get key=large status=found clsid=32 cfd=3 size=100000");
            expect(watcher, "type=deleted key=large cmd=md clsid=32 size=100000");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void connectionsComeAndGo(int loops) throws IOException {
        try (MemcacheServer server = start(loops, AdminSettings.DEFAULTS);
                Client watcher = new Client(server.port())) {
            assertEquals("OK", watcher.ask("watch connevents"));
            Client client = new Client(server.port());
            expect(watcher, "type=conn_new rip=127\\.0\\.0\\.1 rport=\\d+ transport=tcp cfd=3");
            assertNull(client.ask("quit"));
            expect(watcher, "type=conn_close rip=127\\.0\\.0\\.1 rport=\\d+ transport=tcp reason=normal cfd=3");
            client.close();
            client = new Client(server.port());
            expect(watcher, "type=conn_new .* cfd=4");
            assertNull(client.ask("GET / HTTP/1.1"));
            expect(watcher, "type=conn_close .* reason=error cfd=4");
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void evictionsAreTold(int loops) throws IOException {
        try (MemcacheServer server = start(loops, AdminSettings.DEFAULTS);
                Client watcher = new Client(server.port());
                Client client = new Client(server.port())) {
            assertEquals("OK", watcher.ask("watch evictions"));
            String value = "v".repeat(10_000);
            for (int i = 0; i < 2000; i++) {
                assertEquals("STORED", client.ask("set k" + i + " 0 0 10000\r\n" + value));
            }
            expect(watcher, "type=eviction key=k\\d+ fetch=no ttl=-1 la=\\d+ clsid=22 size=10000");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aSlowWatcherIsToldHowMuchItMissed(int loops) throws IOException {
        try (MemcacheServer server = start(loops, buffers(4096, true));
                Client watcher = new Client(server.port());
                Client client = new Client(server.port())) {
            assertEquals("OK", watcher.ask("watch fetchers"));
            String spacer = "#".repeat(200);
            while (client.stat("log_watcher_skipped") == 0) {
                for (int i = 0; i < 500; i++) {
                    assertEquals("END", client.ask("get k" + i + spacer));
                }
            }
            String line = watcher.line();
            while (!line.startsWith("skipped=")) {
                line = watcher.line();
                if (watcher.isQuiet()) {
                    client.ask("get more");
                }
            }
            assertTrue(line.matches("skipped=[1-9]\\d*"), line);
            assertTrue(watcher.line().matches(PREFIX + "type=item_get .*"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void thereAreBounds(int loops) throws IOException {
        try (MemcacheServer server = start(loops, AdminSettings.DEFAULTS); Client client = new Client(server.port())) {
            assertEquals("ERROR", client.ask("watch bogus"));
            assertEquals("VERSION " + Version.TEXT, client.ask("version\r\nwatch"));
            assertEquals("ERROR cannot pipeline other commands before watch", client.line());
            List<Client> watchers = new ArrayList<>();
            for (int i = 0; i < EventLog.MAX_WATCHERS; i++) {
                Client watcher = new Client(server.port());
                watchers.add(watcher);
                assertEquals("OK", watcher.ask("watch m"));
            }
            assertEquals(EventLog.MAX_WATCHERS, client.stat("log_watchers"));
            assertEquals("WATCHER_TOO_MANY log watcher limit reached", client.ask("watch"));
            for (Client watcher : watchers) {
                watcher.close();
            }
            while (client.stat("log_watchers") > 0) {
                Thread.onSpinWait();
            }
            assertEquals(0, server.contexts().getFirst().log.observed());
        }
        try (MemcacheServer server = start(loops, buffers(4096, false)); Client client = new Client(server.port())) {
            assertEquals("CLIENT_ERROR watch commands not allowed", client.ask("watch"));
        }
    }

    private static void expect(Client watcher, String pattern) throws IOException {
        String line = watcher.line();
        assertTrue(line.matches(PREFIX + pattern), line);
    }
}
