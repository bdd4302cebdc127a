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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.rubyeye.xmemcached.CASOperation;
import net.rubyeye.xmemcached.GetsResponse;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.command.TextCommandFactory;
import net.rubyeye.xmemcached.exception.MemcachedServerException;
import net.rubyeye.xmemcached.transcoders.SerializingTranscoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A second client that others wrote gets what it put in, in text and in the binary protocol. */
class XmemcachedIT {

    private static final int CONNECTIONS = 3;
    private static final int THREADS = 8;
    private static final int KEYS = 8_000;
    private static final int KEYS_A_GET = 250;
    private static final int INCREMENTS = 300;

    /** What a test does with a client. */
    @FunctionalInterface
    private interface Talk {
        void with(MemcachedClient client) throws Exception;
    }

    private static void talk(String protocol, int loops, int connections, Talk talk) throws Exception {
        MemcacheSettings settings = MemcacheSettings.builder().listenOnLoopback(0).loops(loops).build();
        try (MemcacheServer server = MemcacheServer.start(settings)) {
            MemcachedClient client = connect(server.port(), protocol.equals("binary"), connections);
            try {
                talk.with(client);
            } finally {
                client.shutdown();
            }
            assertEquals(0, server.storeStats().pinned());
            assertEquals(0, server.storeStats().reserved());
        }
    }

    private static MemcachedClient connect(int port, boolean binary, int connections) throws IOException {
        XMemcachedClientBuilder builder = new XMemcachedClientBuilder(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        builder.setCommandFactory(binary ? new BinaryCommandFactory() : new TextCommandFactory());
        builder.setConnectionPoolSize(connections);
        builder.setOpTimeout(TimeUnit.SECONDS.toMillis(30));
        SerializingTranscoder plain = new SerializingTranscoder(2 << 20);
        plain.setCompressionThreshold(Integer.MAX_VALUE);
        builder.setTranscoder(plain);
        return builder.build();
    }

    @ParameterizedTest(name = "{0}, {1} loops")
    @CsvSource({"text, 1", "text, 4", "binary, 1", "binary, 4"})
    void everyVerb(String protocol, int loops) throws Exception {
        // With several connections the client does not wait for all of their versions.
        talk(protocol, loops, 1, client -> {
            storageVerbs(client);
            casVerbs(client);
            countingVerbs(client);
            serverVerbs(client);
        });
    }

    private static void storageVerbs(MemcachedClient client) throws Exception {
        assertTrue(client.set("k", 0, "one"));
        assertFalse(client.add("k", 0, "two"));
        assertTrue(client.add("new", 0, "new"));
        assertFalse(client.replace("missing", 0, "x"));
        assertTrue(client.replace("k", 0, "two"));
        assertEquals("two", client.get("k"));
        assertTrue(client.append("k", "-end"));
        assertTrue(client.prepend("k", "start-"));
        assertFalse(client.append("missing", "x"));
        assertFalse(client.prepend("missing", "x"));
        assertEquals("start-two-end", client.get("k"));
        assertTrue(client.touch("k", 1000));
        assertFalse(client.touch("missing", 1000));
        assertTrue(client.delete("k"));
        assertFalse(client.delete("k"));
        assertNull(client.get("k"));
        client.setWithNoReply("quiet", 0, "q");
        assertEquals("q", client.get("quiet"));
        assertTrue(client.set("list", 0, new ArrayList<>(List.of("a", 2))));
        assertEquals(List.of("a", 2), client.get("list"));
    }

    private static void casVerbs(MemcachedClient client) throws Exception {
        assertTrue(client.set("c", 0, "one"));
        GetsResponse<String> seen = client.gets("c");
        assertEquals("one", seen.getValue());
        assertTrue(client.cas("c", 0, "two", seen.getCas()));
        assertFalse(client.cas("c", 0, "three", seen.getCas()));
        assertFalse(client.cas("missing", 0, "three", seen.getCas()));
        assertEquals("two", client.get("c"));
        Map<String, GetsResponse<String>> several = client.gets(List.of("c", "new", "missing"));
        assertEquals(2, several.size());
        assertTrue(client.cas("c", 0, "four", several.get("c").getCas()));
        assertEquals("four", client.get("c"));
    }

    private static void countingVerbs(MemcachedClient client) throws Exception {
        assertTrue(client.set("n", 0, "10"));
        assertEquals(15, client.incr("n", 5));
        assertEquals(9, client.decr("n", 6));
        assertEquals(0, client.decr("n", 100));
        assertEquals(7, client.incr("made", 1, 7));
        assertEquals(8, client.incr("made", 1, 7));
    }

    private static void serverVerbs(MemcachedClient client) throws Exception {
        assertEquals(List.of(Version.TEXT), List.copyOf(client.getVersions().values()));
        Map<String, String> stats = client.getStats().values().iterator().next();
        assertEquals(Version.TEXT, stats.get("version"));
        assertTrue(Long.parseLong(stats.get("cmd_get")) > 0);
        assertTrue(client.getStatsByItem("items").values().iterator().next().size() > 0);
        client.flushAll();
        assertNull(client.get("new"));
    }

    @ParameterizedTest(name = "{0}, {1} loops")
    @CsvSource({"text, 1", "text, 4", "binary, 1", "binary, 4"})
    void valuesOfAMegabyteAndMore(String protocol, int loops) throws Exception {
        talk(protocol, loops, CONNECTIONS, client -> {
            byte[] value = new byte[(1 << 20) - 200];
            new Random(7).nextBytes(value);
            for (int i = 0; i < 10; i++) {
                value[i] = (byte) i;
                assertTrue(client.set("mb" + i, 0, value));
                assertArrayEquals(value, client.get("mb" + i));
            }
            assertThrows(MemcachedServerException.class, () -> client.set("mb0", 0, new byte[1 << 20]));
            assertNull(client.get("mb0"));
        });
    }

    /** The client joins gets that wait for the same connection into one get of many keys. */
    @ParameterizedTest(name = "{0}, {1} loops")
    @CsvSource({"text, 1", "text, 4", "binary, 1", "binary, 4"})
    void manyThreadsGetWhatTheyHaveSet(String protocol, int loops) throws Exception {
        talk(protocol, loops, CONNECTIONS, client -> atOnce(part -> {
            Map<String, Integer> expected = new HashMap<>();
            for (int i = part; i < KEYS; i += THREADS) {
                assertTrue(client.set("key:" + i, 0, i));
                assertEquals(i, client.<Integer>get("key:" + i));
                expected.put("key:" + i, i);
                if (expected.size() == KEYS_A_GET) {
                    List<String> keys = new ArrayList<>(expected.keySet());
                    keys.add("missing:" + i);
                    assertEquals(expected, client.<Integer>get(keys));
                    expected.clear();
                }
            }
            return null;
        }));
    }

    @ParameterizedTest(name = "{0}, {1} loops")
    @CsvSource({"text, 1", "text, 4", "binary, 1", "binary, 4"})
    void aCompareAndSwapNeverLosesAnUpdate(String protocol, int loops) throws Exception {
        talk(protocol, loops, CONNECTIONS, client -> {
            assertTrue(client.set("sum", 0, 0));
            atOnce(part -> {
                for (int i = 0; i < INCREMENTS; i++) {
                    assertTrue(client.cas("sum", 0, new AddOne()));
                }
                return null;
            });
            assertEquals(THREADS * INCREMENTS, client.<Integer>get("sum"));
        });
    }

    /** Tried until nobody came between. */
    private static final class AddOne implements CASOperation<Integer> {
        @Override
        public int getMaxTries() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Integer getNewValue(long cas, Integer seen) {
            return seen + 1;
        }
    }

    /** What one of some threads does. */
    @FunctionalInterface
    private interface Part {
        Void run(int part) throws Exception;
    }

    private static void atOnce(Part part) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Void>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                parts.add(() -> part.run(number));
            }
            for (Future<Void> end : threads.invokeAll(parts)) {
                end.get();
            }
        }
    }
}
