package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.net.ListenException;

/** Servers inside another program: what they take of it, and that they give all of it back. */
@Timeout(120)
class EmbeddingIT {

    /** So much that one of them more or less is seen among what else a JVM maps. */
    private static final long MEMORY = 1L << 30;

    private static final Path MAPS = Path.of("/proc/self/maps");

    private static MemcacheSettings settings(int loops, int port) {
        return MemcacheSettings.builder().listenOnLoopback(port).loops(loops).memoryLimit(MEMORY).build();
    }

    @Test
    void threeServersLeaveNothingBehind() throws Exception {
        useThree();
        ProcessState before = ProcessState.now();
        List<Integer> ports = useThree();
        before.awaitAgain(MEMORY / 2);
        for (int port : ports) {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    /** The ports of three servers, used at the same time and closed. */
    private static List<Integer> useThree() throws Exception {
        ProcessState before = ProcessState.now();
        List<MemcacheServer> servers = new ArrayList<>();
        for (int loops : new int[] {1, 2, 4}) {
            servers.add(MemcacheServer.start(settings(loops, 0)));
        }
        ProcessState.now().assertMore(before, 1 + 2 + 4, 3 * MEMORY - MEMORY / 2);
        List<Integer> ports = servers.stream().map(MemcacheServer::port).toList();
        assertEquals(3, ports.stream().distinct().count());
        for (MemcacheServer server : servers) {
            MemcachedClient client = new MemcachedClient(server.address());
            assertTrue(client.add("key", 0, "value " + server.port()).get());
            assertEquals("value " + server.port(), client.get("key"));
            client.shutdown();
        }
        servers.forEach(MemcacheServer::close);
        return ports;
    }

    @Test
    void aPortInUseIsToldAndLeavesNothingBehind() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refuse(taken);
            ProcessState before = ProcessState.now();
            for (int i = 0; i < 20; i++) {
                refuse(taken);
            }
            before.awaitAgain(MEMORY / 2);
        }
    }

    private static void refuse(ServerSocket taken) {
        ListenException refused = assertThrows(
                ListenException.class, () -> MemcacheServer.start(settings(2, taken.getLocalPort())));
        assertEquals("cannot listen at " + taken.getLocalSocketAddress() + ": Address already in use",
                refused.getMessage());
        assertThrows(ListenException.class, () -> MemcacheServer.start(taken.getLocalPort()));
    }

    @Test
    void theBufferMemoryOfClosedServersIsCollected() throws Exception {
        useThree();
        long before = bufferBytes();
        for (int i = 0; i < 10; i++) {
            useThree();
        }
        // What seven loops read into and write from is a megabyte.
        while (bufferBytes() > before + (1 << 20)) {
            Thread.sleep(20);
        }
    }

    /** Direct buffers, and on Linux what is mapped for larger ones. */
    private static long bufferBytes() throws IOException {
        System.gc();
        long bytes = directBytes();
        if (Files.exists(MAPS)) {
            for (String line : Files.readAllLines(MAPS)) {
                if (line.endsWith("/dev/zero")) {
                    String[] range = line.substring(0, line.indexOf(' ')).split("-");
                    bytes += Long.parseLong(range[1], 16) - Long.parseLong(range[0], 16);
                }
            }
        }
        return bytes;
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void needsNoFlagButTheJvmWarnsOfNativeAccess() throws Exception {
        List<String> said = runPlain();
        assertEquals(5, said.size(), said.toString());
        assertTrue(said.subList(0, 4).stream().allMatch(line -> line.startsWith("WARNING: ")), said.toString());
        assertTrue(said.get(2).contains("--enable-native-access=ALL-UNNAMED"), said.toString());
        assertEquals("STORED", said.getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--enable-native-access=ALL-UNNAMED", "--illegal-native-access=deny"})
    void saysNothingOnceItIsToldWhatToThinkOfNativeAccess(String flag) throws Exception {
        assertEquals(List.of("STORED"), runPlain(flag));
    }

    /** What a JVM of its own says in which {@link #main} runs. */
    private static List<String> runPlain(String... flags) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EmbeddingIT.class.getName()));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), text);
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }

    public static void main(String[] arguments) throws IOException {
        String reply;
        try (MemcacheServer server = MemcacheServer.start(); Client client = new Client(server.port())) {
            reply = client.ask("set key 0 0 5\r\nvalue");
        }
        System.out.println(reply);
    }
}
