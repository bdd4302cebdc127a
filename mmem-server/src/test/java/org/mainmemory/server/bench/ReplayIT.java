package org.mainmemory.server.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.session.MemcacheServer;
import org.mainmemory.memcache.session.MemcacheSettings;
import org.mainmemory.memcache.store.StoreSettings;

/** Replays on a server with room for some thousand items. */
class ReplayIT {

    private MemcacheServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = MemcacheServer.start(MemcacheSettings.builder()
                .listenOnLoopback(0)
                .store(StoreSettings.defaults(1).withMemoryLimit(4 << 20))
                .build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatWasAskedForBeforeIsThere() throws IOException {
        Path trace = trace("1", "2", "1", "1", "3", "2", "1001");
        assertEquals("requests=7 misses=4 refused=0", replay("--trace", "" + trace, "--value-size", "501"));
        assertEquals("requests=7 misses=0 refused=0", replay("--trace", "" + trace, "--value-size", "501"));
    }

    @Test
    void copiesHaveKeysOfTheirOwn() throws IOException {
        Path trace = trace("5", "6", "5");
        assertEquals("requests=9 misses=6 refused=0",
                replay("--trace", "" + trace, "--copies", "3", "--batch", "2", "--value-size", "0"));
    }

    @Test
    void whatIsAskedForOnceDoesNotPushOutWhatIsAskedForOften() throws IOException {
        String[] words = replay("--scan", "5000", "--value-size", "502").split("[= ]");
        assertEquals(2500, Integer.parseInt(words[1]));
        assertTrue(Integer.parseInt(words[3]) < 1250, words[3]);
    }

    @Test
    void someKeysAreAskedForOften() throws IOException {
        String[] words = replay("--zipf", "1000000", "--requests", "20000", "--value-size", "10").split("[= ]");
        int misses = Integer.parseInt(words[3]);
        assertTrue(misses > 5000 && misses < 15000, words[3]);
    }

    @Test
    void aSetThatIsRefusedIsTold() throws IOException {
        assertEquals("requests=1 misses=1 refused=1 first=SERVER_ERROR object too large for cache",
                replay("--trace", "" + trace("77"), "--value-size", "" + (2 << 20)));
    }

    private Path trace(String... keys) throws IOException {
        Path file = folder.resolve("trace.txt.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(String.join("\n", keys).getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private String replay(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--port", "" + server.port()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Replay.run(all.toArray(new String[0]), new PrintStream(out), new PrintStream(err));
        assertEquals(0, status, err.toString(StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).strip();
    }
}
