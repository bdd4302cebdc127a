package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may hold together, where that is bounded: 32 KiB for each loop here. */
@Timeout(60)
class BoundedClientsIT {

    private static final int LIMIT = 32 << 10;
    private static final String NO_ROOM = "SERVER_ERROR out of memory writing get response";

    private static MemcacheSettings.Builder settings(int loops) {
        return MemcacheSettings.builder().listenOnLoopback(0).loops(loops).readBufferLimit((long) loops * LIMIT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aRetrievalOfTooManyKeysIsAnError(int loops) throws IOException {
        try (MemcacheServer server = MemcacheServer.start(settings(loops).build());
                Client client = new Client(server.port())) {
            client.send("set k 0 0 1\r\nv\r\n");
            assertEquals("STORED", client.line());
            assertEquals(40, client.lines("get" + " k".repeat(20)).size());
            assertEquals(NO_ROOM, client.ask("get" + " k".repeat(500)));
            assertEquals(NO_ROOM, client.ask("gets" + " none".repeat(33)));
            assertEquals(2, client.stat("response_obj_oom"));
            // A line that is longer than the window: nobody knows how many keys are still to come.
            assertEquals(NO_ROOM, client.ask("get" + " k".repeat(50_000)));
            assertEquals("VERSION " + Version.TEXT, client.ask("version"));
            assertEquals(3, client.stat("response_obj_oom"));
        }
    }

    @Test
    void tooManyRequestsInOneGoEndTheConnection() throws IOException {
        try (MemcacheServer server = MemcacheServer.start(settings(1).reqsPerEvent(500).build());
                Client client = new Client(server.port());
                Client other = new Client(server.port())) {
            client.send("mg none v\r\n".repeat(500));
            assertNull(lineUnlessReset(client));
            assertEquals(1, other.stat("response_obj_oom"));
            other.send("mn\r\n".repeat(30));
            for (int i = 0; i < 30; i++) {
                assertEquals("MN", other.line());
            }
        }
    }

    @Test
    void requestsOfAnyNumberAreAnsweredAFewAtATime() throws IOException {
        try (MemcacheServer server = MemcacheServer.start(settings(1).build());
                Client client = new Client(server.port())) {
            client.send("mg none v\r\n".repeat(2000));
            for (int i = 0; i < 2000; i++) {
                assertEquals("EN", client.line());
            }
            assertEquals(0, client.stat("response_obj_oom"));
            assertTrue(client.stat("conn_yields") >= 60);
        }
    }

    @Test
    void asManyMayBeInTheMiddleOfARequestAsThereIsRoomFor() throws IOException {
        try (MemcacheServer server = MemcacheServer.start(settings(1).build());
                Client first = new Client(server.port());
                Client second = new Client(server.port());
                Client third = new Client(server.port());
                Client idle = new Client(server.port())) {
            List<Client> begun = new ArrayList<>();
            for (Client client : List.of(first, second)) {
                client.send("set k 0 0 2\r\n");
                begun.add(client);
                awaitHeld(idle, begun.size() * (LIMIT / 2L));
            }
            third.send("set k 0 0 2\r\n");
            assertNull(lineUnlessReset(third));
            assertEquals(1, idle.stat("read_buf_oom"));
            for (Client client : begun) {
                client.send("ab\r\n");
                assertEquals("STORED", client.line());
            }
            awaitHeld(idle, 0);
            first.send("set k 0 0 2\r\n");
            assertEquals("VERSION " + Version.TEXT, idle.ask("version"));
            first.send("cd\r\n");
            assertEquals("STORED", first.line());
        }
    }

    /** A line without its end waits in a block, which is lent beside those that are counted. */
    @Test
    void unfinishedLinesTakeRoom() throws IOException {
        try (MemcacheServer server = MemcacheServer.start(settings(1).build());
                Client idle = new Client(server.port())) {
            List<Client> begun = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Client client = new Client(server.port());
                begun.add(client);
                client.send("get k");
                awaitHeld(idle, begun.size() * 4096L);
            }
            assertEquals(8, idle.stat("read_buf_count"));
            try (Client late = new Client(server.port())) {
                late.send("get k");
                assertNull(lineUnlessReset(late));
            }
            for (Client client : begun) {
                assertEquals("END", client.ask(""));
                client.close();
            }
            awaitHeld(idle, 0);
        }
    }

    private static void awaitHeld(Client observer, long bytes) throws IOException {
        long start = System.nanoTime();
        long held = -1;
        while (held != bytes && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30)) {
            held = observer.stat("read_buf_bytes") - observer.stat("read_buf_bytes_free");
        }
        assertEquals(bytes, held);
    }

    /** A connection that is closed with something unread is reset. */
    private static @Nullable String lineUnlessReset(Client client) throws IOException {
        try {
            return client.line();
        } catch (SocketException reset) {
            return null;
        }
    }
}
