package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests allocate nothing on the heap, with the unguarded store of one loop and the guarded one of several. What is
 * measured is a session from its input buffer to its output buffer, after the code has been compiled.
 */
class ZeroAllocationTest {

    private static final int KEYS = 50;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest(name = "{0}, {1} loops")
    @CsvSource({
        "get, 1", "get, 4", "gets, 1", "gets, 4", "multi-get, 1", "multi-get, 4", "miss, 1", "miss, 4", "gat, 1",
        "gat, 4", "set, 1", "set, 4", "set noreply, 1", "set noreply, 4", "delete, 1", "delete, 4", "incr, 1",
        "incr, 4", "touch, 1", "touch, 4", "append, 1", "append, 4", "cas, 1", "cas, 4", "errors, 1", "errors, 4",
        "split set, 1", "split set, 4", "large get, 1", "large get, 4", "large set, 1", "large set, 4", "bad chunk, 1",
        "bad chunk, 4"
    })
    void bytesPerRequest(String name, int loops) {
        try (InProcessServer server = new InProcessServer(MemcacheSettings.builder().loops(loops).build())) {
            fill(server);
            RequestDriver driver = new RequestDriver(server, KEYS, key -> pieces(requests().get(name), key));
            assertEquals(0, driver.leastAllocated(name.startsWith("large") ? 10 : 1),
                    "bytes by some thousand requests");
        }
    }

    @ParameterizedTest(name = "{0}, {1} loops")
    @CsvSource({"set, 1", "set, 4", "delete, 4", "incr, 4", "gat, 4", "append, 4", "large set, 1", "large set, 4"})
    void bytesPerRequestInAMemoryFile(String name, int loops, @TempDir Path directory) {
        MemcacheSettings settings =
                MemcacheSettings.builder().loops(loops).memoryFile(directory.resolve("memory")).build();
        try (InProcessServer server = new InProcessServer(settings)) {
            fill(server);
            RequestDriver driver = new RequestDriver(server, KEYS, key -> pieces(requests().get(name), key));
            assertEquals(0, driver.leastAllocated(name.startsWith("large") ? 10 : 1),
                    "bytes by some thousand requests");
        }
    }

    @Test
    void theMeasureSeesAnAllocation() {
        long before = threads.getCurrentThreadAllocatedBytes();
        byte[] made = new byte[100];
        assertTrue(threads.getCurrentThreadAllocatedBytes() - before >= made.length);
    }

    private static byte[][] pieces(String[] request, int key) {
        return Arrays.stream(request)
                .map(piece -> piece.replace("KEY", Integer.toString(key)).getBytes(ISO_8859_1))
                .toArray(byte[][]::new);
    }

    private static void fill(InProcessServer server) {
        try (InProcessWire wire = server.connect()) {
            for (int i = 0; i < KEYS; i++) {
                wire.ask("set key:" + i + " 5 0 100\r\n" + "v".repeat(100) + "\r\n");
                wire.ask("set large:" + i + " 0 0 100000\r\n" + "v".repeat(100_000) + "\r\n");
                wire.ask("set number:" + i + " 0 0 4\r\n1000\r\n");
            }
        }
    }

    /** What is measured: each is a list of pieces that arrive one after another, KEY to be replaced by a number. */
    private static Map<String, String[]> requests() {
        Map<String, String[]> requests = new TreeMap<>();
        String value = "w".repeat(100);
        String half = "w".repeat(50_000);
        String many = String.join("", IntStream.range(0, 30).mapToObj(i -> " key:" + i).toList());
        requests.put("get", new String[] {"get key:KEY\r\n"});
        requests.put("gets", new String[] {"gets key:KEY\r\n"});
        requests.put("multi-get", new String[] {"get" + many + " missing key:KEY\r\n"});
        requests.put("miss", new String[] {"get missing:KEY\r\n"});
        requests.put("gat", new String[] {"gat 100 key:KEY number:KEY\r\n"});
        requests.put("set", new String[] {"set key:KEY 0 0 100\r\n" + value + "\r\n"});
        requests.put("set noreply", new String[] {"set key:KEY 7 9 100 noreply\r\n" + value + "\r\n"});
        requests.put("delete", new String[] {"set key:KEY 0 0 1\r\nx\r\ndelete key:KEY\r\ndelete key:KEY\r\n"});
        requests.put("incr", new String[] {"incr number:KEY 3\r\ndecr number:KEY 2\r\nincr missing 1\r\n"});
        requests.put("touch", new String[] {"touch key:KEY 100\r\ntouch missing:KEY 100\r\n"});
        requests.put("append",
                new String[] {
                    "set key:KEY 0 0 1\r\nx\r\nappend key:KEY 0 0 2\r\nyz\r\nprepend key:KEY 0 0 2\r\nab\r\n"
                });
        requests.put("cas", new String[] {"cas key:KEY 0 0 1 1\r\nx\r\nadd key:KEY 0 0 1\r\nx\r\n"});
        requests.put("errors", new String[] {"bogus\r\nget\r\nset k x 0 1\r\nx\r\nincr key:KEY 1\r\n"});
        requests.put("split set", new String[] {"set key:KEY 0 0 100\r\nw", value.substring(1) + "\r", "\n"});
        requests.put("large get", new String[] {"get large:KEY large:7\r\n"});
        requests.put("large set", new String[] {"set large:KEY 0 0 100000\r\n", half, half, "\r\n"});
        requests.put("bad chunk", new String[] {"set large:KEY 0 0 3\r\nwwwxx"});
        return requests;
    }
}
