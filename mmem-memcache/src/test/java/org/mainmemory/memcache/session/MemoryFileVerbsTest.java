package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of a memory file. */
class MemoryFileVerbsTest {

    @TempDir
    private Path directory;

    @Test
    void itemsAndTheirExptimesLiveOn() {
        Path file = directory.resolve("memory");
        MemcacheSettings settings = MemcacheSettings.builder().loops(1).memoryFile(file).build();
        try (InProcessServer server = new InProcessServer(settings); InProcessWire wire = server.connect()) {
            assertEquals("STORED\r\n", wire.ask("set k 1 100 1\r\nv\r\n"));
            assertEquals("HD t100 c2\r\n", wire.ask("mg k t c\r\n"));
            server.passSeconds(30);
            server.store.maintain(0, server.now());
            assertTrue(wire.ask("stats settings\r\n").contains("STAT memory_file " + file + "\r\n"));
            assertEquals("MEMLIMIT_ADJUST_FAILED out of bounds or unable to adjust\r\n",
                    wire.ask("cache_memlimit 64\r\n"));
        }
        try (InProcessServer server = new InProcessServer(settings); InProcessWire wire = server.connect()) {
            assertEquals("HD t70 c2\r\n", wire.ask("mg k t c\r\n"));
            String stats = wire.ask("stats\r\n");
            assertTrue(stats.contains("STAT uptime 2\r\n") && stats.contains("STAT curr_items 1\r\n"), stats);
            server.passSeconds(70);
            assertEquals("EN\r\n", wire.ask("mg k t\r\n"));
        }
    }
}
