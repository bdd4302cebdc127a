package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of connections, and those that are silent. */
class ConnectionsIT {

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void eachConnectionAndListenerIsTold(int loops) throws IOException {
        try (MemcacheServer server = MemcacheServer.start(
                        MemcacheSettings.builder().listenOnLoopback(0).loops(loops).build());
                Client first = new Client(server.port());
                Client second = new Client(server.port())) {
            assertEquals("VERSION " + Version.TEXT, second.ask("version"));
            second.send("set k 0 0 5\r\n");
            second.send("ab");
            List<String> lines = first.lines("stats conns");
            while (!lines.contains("STAT 3:state conn_nread")) {
                lines = first.lines("stats conns");
            }
            String here = "tcp:127.0.0.1:" + server.port();
            assertEquals("STAT 1:addr " + here, lines.get(0));
            assertEquals("STAT 1:state conn_listening", lines.get(1));
            assertTrue(lines.get(2).startsWith("STAT 1:secs_since_last_cmd "), lines.get(2));
            assertTrue(lines.get(3).matches("STAT 2:addr tcp:127\\.0\\.0\\.1:\\d+"), lines.get(3));
            assertEquals("STAT 2:listen_addr " + here, lines.get(4));
            assertEquals("STAT 2:state conn_parse_cmd", lines.get(5));
            assertEquals("STAT 3:listen_addr " + here, lines.get(8));
            assertEquals(11, lines.size());
        }
    }

    @Test
    void connectionsBeyondTheLimitWaitIfTheyAreNotRefused() throws IOException {
        AdminSettings admin = new AdminSettings(':', false, true, true, false, 0, false, 1 << 16, 1 << 16, true, true,
                false, Tuning.DEFAULTS);
        try (MemcacheServer server = MemcacheServer.start(
                MemcacheSettings.builder().listenOnLoopback(0).loops(2).connectionLimit(2).admin(admin).build());
                Client first = new Client(server.port());
                Client second = new Client(server.port());
                Client third = new Client(server.port())) {
            assertEquals("VERSION " + Version.TEXT, second.ask("version"));
            third.send("version\r\n");
            while (first.stat("listen_disabled_num") == 0) {
                Thread.onSpinWait();
            }
            assertEquals(0, first.stat("accepting_conns"));
            assertTrue(third.isQuiet());
            second.send("quit\r\n");
            assertEquals("VERSION " + Version.TEXT, third.line());
            assertTrue(first.stat("time_in_listen_disabled_us") > 0);
            assertTrue(first.stat("listen_disabled_num") > 0);
        }
    }

    @Test
    void silentConnectionsAreClosedAndTalkingOnesAreNot() throws IOException {
        AdminSettings admin = new AdminSettings(':', false, true, true, false, 1, true, 1 << 16, 1 << 16, true, true,
                false, Tuning.DEFAULTS);
        try (MemcacheServer server = MemcacheServer.start(
                        MemcacheSettings.builder().listenOnLoopback(0).loops(2).admin(admin).build());
                Client talking = new Client(server.port());
                Client silent = new Client(server.port());
                Client busy = new Client(server.port())) {
            busy.send("set k 0 0 5\r\nab");
            while (talking.stat("idle_kicks") == 0) {
                Thread.onSpinWait();
            }
            assertNull(silent.line());
            assertEquals(1, talking.stat("idle_kicks"));
            busy.send("cde\r\n");
            assertEquals("STORED", busy.line());
        }
    }
}
