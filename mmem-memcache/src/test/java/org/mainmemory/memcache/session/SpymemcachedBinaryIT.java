package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CASValue;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.auth.AuthDescriptor;
import net.spy.memcached.auth.PlainCallbackHandler;
import net.spy.memcached.internal.BulkFuture;
import net.spy.memcached.transcoders.SerializingTranscoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.memcache.store.StoreSettings;

/** A client that others wrote gets what it put in, in the binary protocol, from one loop and from several. */
class SpymemcachedBinaryIT {

    private static final int CLIENTS = 8;
    private static final int KEYS = 20_000;
    private static final int KEYS_A_BULK = 200;
    private static final int INCREMENTS = 500;

    static {
        System.setProperty("net.spy.log.LoggerImpl", "net.spy.memcached.compat.log.SLF4JLogger");
    }

    private static MemcacheServer start(int loops) throws IOException {
        return MemcacheServer.start(MemcacheSettings.builder()
                .listenOnLoopback(0)
                .store(StoreSettings.defaults(loops))
                .build());
    }

    private static ConnectionFactoryBuilder binary() {
        SerializingTranscoder plain = new SerializingTranscoder(1 << 20);
        plain.setCompressionThreshold(Integer.MAX_VALUE);
        return new ConnectionFactoryBuilder()
                .setProtocol(ConnectionFactoryBuilder.Protocol.BINARY)
                .setOpTimeout(TimeUnit.SECONDS.toMillis(30))
                .setTranscoder(plain)
                .setDaemon(true);
    }

    private static MemcachedClient connect(MemcacheServer server, ConnectionFactoryBuilder how) throws IOException {
        return new MemcachedClient(
                how.build(), List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
    }

    /** What a test does with a client. */
    @FunctionalInterface
    private interface Talk {
        void with(MemcachedClient client) throws Exception;
    }

    private static void talk(MemcacheServer server, Talk talk) throws Exception {
        MemcachedClient client = connect(server, binary());
        try {
            talk.with(client);
        } finally {
            client.shutdown();
        }
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void everyVerb(int loops) throws Exception {
        try (MemcacheServer server = start(loops)) {
            talk(server, client -> {
                storageVerbs(client);
                casVerbs(client);
                countingVerbs(client);
                serverVerbs(client);
            });
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
        assertTrue(client.touch("k", 1000).get());
        assertFalse(client.touch("missing", 1000).get());
        assertEquals("start-two-end", client.getAndTouch("k", 1000).getValue());
        assertNull(client.getAndTouch("missing", 1000));
        assertTrue(client.delete("k").get());
        assertFalse(client.delete("k").get());
        assertNull(client.get("k"));
    }

    private static void casVerbs(MemcachedClient client) throws Exception {
        assertTrue(client.set("c", 0, "one").get());
        CASValue<Object> seen = client.gets("c");
        assertEquals("one", seen.getValue());
        assertEquals(CASResponse.OK, client.cas("c", seen.getCas(), "two"));
        assertEquals(CASResponse.EXISTS, client.cas("c", seen.getCas(), "three"));
        assertEquals(CASResponse.NOT_FOUND, client.cas("missing", seen.getCas(), "three"));
        assertFalse(client.append(seen.getCas(), "c", "x").get());
        assertFalse(client.delete("c", seen.getCas()).get());
        long now = client.asyncGets("c").get().getCas();
        assertTrue(client.append(now, "c", "-end").get());
        assertEquals("two-end", client.get("c"));
        assertTrue(client.delete("c", client.gets("c").getCas()).get());
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
        assertTrue(client.getStats("settings").values().iterator().next().containsKey("maxbytes"));
        assertFalse(client.getStats("items").values().iterator().next().isEmpty());
        assertFalse(client.getStats("slabs").values().iterator().next().isEmpty());
        assertTrue(client.flush().get());
        assertNull(client.get("new"));
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void valuesOfAMegabyte(int loops) throws Exception {
        try (MemcacheServer server = start(loops)) {
            talk(server, client -> {
                byte[] value = new byte[(1 << 20) - 200];
                new Random(7).nextBytes(value);
                for (int i = 0; i < 10; i++) {
                    value[i] = (byte) i;
                    assertTrue(client.set("mb" + i, 0, value).get());
                    assertArrayEquals(value, (byte[]) client.get("mb" + i));
                }
            });
            assertEquals(0, server.storeStats().pinned());
            assertEquals(0, server.storeStats().reserved());
        }
    }

    /** Each client writes its keys and reads them back in bulks, several of them under way at once. */
    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void bulksOfEightClientsAtOnce(int loops) throws Exception {
        try (MemcacheServer server = start(loops);
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int part = i;
                ends.add(clients.submit(() -> {
                    talk(server, client -> writeAndRead(client, part));
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            assertEquals(KEYS, server.storeStats().currItems());
        }
    }

    private static void writeAndRead(MemcachedClient client, int part) throws Exception {
        List<Future<Boolean>> stored = new ArrayList<>();
        for (int i = part; i < KEYS; i += CLIENTS) {
            stored.add(client.set("key:" + i, 0, value(i)));
        }
        for (Future<Boolean> one : stored) {
            assertTrue(one.get());
        }
        List<BulkFuture<Map<String, Object>>> bulks = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = part; i < KEYS; i += CLIENTS) {
            keys.add("key:" + i);
            if (keys.size() == KEYS_A_BULK) {
                keys.add("missing:" + i);
                bulks.add(client.asyncGetBulk(List.copyOf(keys)));
                keys.clear();
            }
        }
        for (BulkFuture<Map<String, Object>> bulk : bulks) {
            Map<String, Object> found = bulk.get();
            assertEquals(KEYS_A_BULK, found.size());
            found.forEach((key, value) ->
                    assertArrayEquals(value(Integer.parseInt(key.substring(4))), (byte[]) value, key));
        }
    }

    /** What belongs to a key: bytes and length that only it has. */
    private static byte[] value(int key) {
        Random random = new Random(key);
        byte[] value = new byte[1 + random.nextInt(400)];
        random.nextBytes(value);
        return value;
    }

    @ParameterizedTest(name = "{0} loops")
    @ValueSource(ints = {1, 4})
    void aCompareAndSwapNeverLosesAnUpdate(int loops) throws Exception {
        try (MemcacheServer server = start(loops);
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            talk(server, client -> assertTrue(client.set("sum", 0, 0).get()));
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                ends.add(clients.submit(() -> {
                    talk(server, SpymemcachedBinaryIT::addOnes);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            talk(server, client -> assertEquals(CLIENTS * INCREMENTS, client.get("sum")));
        }
    }

    private static void addOnes(MemcachedClient client) {
        for (int i = 0; i < INCREMENTS; i++) {
            CASResponse response;
            do {
                CASValue<Object> seen = client.gets("sum");
                response = client.cas("sum", seen.getCas(), (Integer) seen.getValue() + 1);
            } while (response == CASResponse.EXISTS);
            assertEquals(CASResponse.OK, response);
        }
    }

    @Test
    void saslAdmitsWhoHasAPassword(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("passwords"), "user:secret\nother:word\n");
        MemcacheSettings settings = MemcacheSettings.builder()
                .listenOnLoopback(0)
                .loops(1)
                .saslPasswords(PasswordFile.openDatabase(file))
                .build();
        try (MemcacheServer server = MemcacheServer.start(settings)) {
            AuthDescriptor secret =
                    new AuthDescriptor(new String[] {"PLAIN"}, new PlainCallbackHandler("other", "word"));
            MemcachedClient client = connect(server, binary().setAuthDescriptor(secret));
            try {
                assertTrue(client.set("k", 0, "v").get());
                assertEquals("v", client.get("k"));
            } finally {
                client.shutdown();
            }
        }
    }
}
