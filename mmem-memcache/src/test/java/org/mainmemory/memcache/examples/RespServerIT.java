package org.mainmemory.memcache.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.core.net.NetServer;
import org.mainmemory.core.net.NetSettings;
import org.mainmemory.memcache.store.Store;
import org.mainmemory.memcache.store.StoreSettings;

/** With Redis's own clients, where they are installed. */
@Timeout(120)
class RespServerIT {

    private Store store;
    private LoopGroup loops;
    private NetServer server;

    private void start(int count) throws Exception {
        store = Store.open(StoreSettings.defaults(count));
        loops = LoopGroup.open(count);
        Endpoint endpoint = Endpoint.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server = NetServer.bind(
                NetSettings.listeningAt(endpoint), loops, FiberProtocol.of(new RespServer(store)));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            assertTrue(server.stop(Duration.ofSeconds(30)));
            store.close();
            assertEquals(0, loops.sum(LoopCounters::failures));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void redisCliGetsWhatItSet(int count) throws Exception {
        assumeInstalled("redis-cli");
        start(count);
        assertEquals("PONG", cli("ping"));
        assertEquals("OK", cli("set", "greeting", "hello, world"));
        assertEquals("hello, world", cli("get", "greeting"));
        assertEquals("", cli("get", "none"));
        assertEquals("1", cli("incr", "count"));
        assertEquals("2", cli("incr", "count"));
        assertEquals("ERR value is not an integer", cli("incr", "greeting"));
        assertEquals("2", cli("del", "greeting", "none", "count"));
        assertEquals("", cli("get", "greeting"));
        assertEquals("ERR cannot store that", cli("set", "k".repeat(251), "v"));
        assertTrue(cli("flushall").startsWith("ERR unknown command"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void redisBenchmarkSeesNoError(int count) throws Exception {
        assumeInstalled("redis-benchmark");
        start(count);
        String report = run("redis-benchmark", "-p", port(), "-t", "ping,set,get,incr", "-n", "20000", "-c", "20",
                "-P", "16", "-q", "-e");
        for (String test : List.of("PING_INLINE", "PING_MBULK", "SET", "GET", "INCR")) {
            assertTrue(report.contains(test + ": "), report);
        }
        assertFalse(report.contains("Error from server"), report);
    }

    private String port() {
        return Integer.toString(server.port());
    }

    private String cli(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("redis-cli", "-p", port()));
        command.addAll(Arrays.asList(words));
        return run(command.toArray(String[]::new)).strip();
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(new File("/dev/null")).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "did not end");
        return text;
    }

    private static void assumeInstalled(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        assumeTrue(Arrays.stream(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))), name + " is not installed");
    }
}
