package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CASValue;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.transcoders.SerializingTranscoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.memcache.store.StoreSettings;

/** A client that others wrote gets what it put in, in text, from one loop and from several. */
class SpymemcachedIT {

    private static final int CLIENTS = 8;
    private static final int KEYS = 100_000;
    private static final int LONGEST = 400;
    private static final int KEYS_A_GET = 100;

    static {
        System.setProperty("net.spy.log.LoggerImpl", "net.spy.memcached.compat.log.SLF4JLogger");
    }

    private static MemcacheServer start(int loops, long memory) throws IOException {
        return MemcacheServer.start(MemcacheSettings.builder()
                .listenOnLoopback(0)
                .store(StoreSettings.defaults(loops).withMemoryLimit(memory))
                .build());
    }

    private static MemcachedClient connect(MemcacheServer server) throws IOException {
        SerializingTranscoder plain = new SerializingTranscoder(1 << 20);
        plain.setCompressionThreshold(Integer.MAX_VALUE);
        return new MemcachedClient(
                new ConnectionFactoryBuilder()
                        .setProtocol(ConnectionFactoryBuilder.Protocol.TEXT)
                        .setOpTimeout(TimeUnit.SECONDS.toMillis(30))
                        .setTranscoder(plain)
                        .setDaemon(true)
                        .build(),
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void everyVerb(int loops) throws Exception {
        try (MemcacheServer server = start(loops, 64 << 20)) {
            MemcachedClient client = connect(server);
            try {
                storageVerbs(client);
                readingVerbs(client);
                countingVerbs(client);
                serverVerbs(client);
            } finally {
                client.shutdown();
            }
        }
    }

    private static void storageVerbs(MemcachedClient client) throws Exception {
        assertTrue(client.set("k", 0, "one").get());
        assertFalse(client.add("k", 0, "two").get());
        assertTrue(client.add("new", 0, "new").get());
        assertFalse(client.replace("missing", 0, "x").get());
        assertTrue(client.replace("k", 0, "two").get());
        assertEquals("two", client.get("k"));
        assertTrue(client.append("k", "-end").get());
        assertTrue(client.prepend("k", "start-").get());
        assertFalse(client.append("missing", "x").get());
        assertFalse(client.prepend("missing", "x").get());
        assertEquals("start-two-end", client.get("k"));
        CASValue<Object> seen = client.gets("k");
        assertEquals(CASResponse.OK, client.cas("k", seen.getCas(), "three"));
        assertEquals(CASResponse.EXISTS, client.cas("k", seen.getCas(), "four"));
        assertEquals(CASResponse.NOT_FOUND, client.cas("missing", seen.getCas(), "four"));
        assertEquals("three", client.get("k"));
        assertTrue(client.delete("k").get());
        assertFalse(client.delete("k").get());
        assertNull(client.get("k"));
    }

    private static void readingVerbs(MemcachedClient client) throws Exception {
        for (int i = 0; i < 300; i++) {
            assertTrue(client.set("bulk" + i, 0, i).get());
        }
        Map<String, Object> bulk = client.getBulk(List.of("bulk0", "bulk299", "bulk300"));
        assertEquals(Map.of("bulk0", 0, "bulk299", 299), bulk);
        assertTrue(client.touch("bulk0", 1000).get());
        assertFalse(client.touch("missing", 1000).get());
        assertTrue(client.set("past", -1, "x").get());
        assertNull(client.get("past"));
        assertTrue(client.set("ages", 60 * 60 * 24 * 30, "x").get());
        assertEquals("x", client.get("ages"));
    }

    private static void countingVerbs(MemcachedClient client) throws Exception {
        assertTrue(client.set("n", 0, "10").get());
        assertEquals(15, client.incr("n", 5));
        assertEquals(0, client.decr("n", 100));
        assertEquals(-1, client.incr("missing", 1));
        assertEquals(7, client.incr("made", 1, 7));
        assertEquals(8, client.incr("made", 1, 7));
    }

    private static void serverVerbs(MemcachedClient client) throws Exception {
        assertEquals(List.of(Version.TEXT), List.copyOf(client.getVersions().values()));
        Map<String, String> stats = client.getStats().values().iterator().next();
        assertEquals(Version.TEXT, stats.get("version"));
        assertTrue(Long.parseLong(stats.get("cmd_get")) > 0);
        assertTrue(Long.parseLong(stats.get("bytes_read")) > 0);
        assertEquals("1", stats.get("curr_connections"));
        assertTrue(client.getStats("settings").values().iterator().next().containsKey("maxbytes"));
        assertFalse(client.getStats("items").values().iterator().next().isEmpty());
        assertFalse(client.getStats("slabs").values().iterator().next().isEmpty());
        assertTrue(client.flush().get());
        assertNull(client.get("new"));
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void valuesOfAMegabyte(int loops) throws Exception {
        try (MemcacheServer server = start(loops, 64 << 20)) {
            MemcachedClient client = connect(server);
            try {
                Random random = new Random(7);
                List<byte[]> values = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    byte[] value = new byte[(1 << 20) - 200 - random.nextInt(3)];
                    random.nextBytes(value);
                    values.add(value);
                    assertTrue(client.set("mb" + i, 0, value).get());
                }
                for (int i = 0; i < 10; i++) {
                    assertArrayEquals(values.get(i), (byte[]) client.get("mb" + i));
                }
                assertThrows(ExecutionException.class, client.set("mb0", 0, new byte[1 << 20])::get);
                assertNull(client.get("mb0"));
            } finally {
                client.shutdown();
            }
            assertEquals(0, server.storeStats().pinned());
            assertEquals(0, server.storeStats().reserved());
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 2, 4})
    void aHundredThousandKeysByEightClientsAtOnce(int loops) throws Exception {
        try (MemcacheServer server = start(loops, 256 << 20);
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int part = i;
                ends.add(clients.submit(() -> writeAndRead(server, part)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            assertEquals(KEYS, server.storeStats().currItems());
        }
    }

    /** Writes each eighth key and reads them all back, while others do the same with theirs. */
    private static Void writeAndRead(MemcacheServer server, int part) throws Exception {
        MemcachedClient client = connect(server);
        try {
            List<Future<Boolean>> stored = new ArrayList<>();
            for (int i = part; i < KEYS; i += CLIENTS) {
                stored.add(client.set("key:" + i, 0, value(i)));
                if (stored.size() == 1000) {
                    awaitStored(stored);
                }
            }
            awaitStored(stored);
            List<String> keys = new ArrayList<>();
            for (int i = part; i < KEYS; i += CLIENTS) {
                keys.add("key:" + i);
                if (keys.size() == KEYS_A_GET) {
                    check(client, keys);
                }
            }
            check(client, keys);
        } finally {
            client.shutdown();
        }
        return null;
    }

    private static void awaitStored(List<Future<Boolean>> stored) throws InterruptedException, ExecutionException {
        for (Future<Boolean> one : stored) {
            assertTrue(one.get());
        }
        stored.clear();
    }

    private static void check(MemcachedClient client, List<String> keys) {
        Map<String, Object> found = client.getBulk(keys);
        assertEquals(keys.size(), found.size());
        for (String key : keys) {
            assertArrayEquals(value(Integer.parseInt(key.substring(4))), (byte[]) found.get(key), key);
        }
        keys.clear();
    }

    /** What belongs to a key: bytes and length that only it has. */
    private static byte[] value(int key) {
        Random random = new Random(key);
        byte[] value = new byte[1 + random.nextInt(LONGEST)];
        random.nextBytes(value);
        return value;
    }
}
