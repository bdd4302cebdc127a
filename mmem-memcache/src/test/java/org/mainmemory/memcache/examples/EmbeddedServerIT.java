package org.mainmemory.memcache.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.Test;
import org.mainmemory.memcache.session.MemcacheServer;
import org.mainmemory.memcache.session.MemcacheSettings;

/** A server inside a program, as README.md shows it. */
class EmbeddedServerIT {

    @Test
    void oneLineIsEnough() throws Exception {
        // snippet
        try (MemcacheServer server = MemcacheServer.start()) {
            MemcachedClient client = new MemcachedClient(server.address());
            client.set("greeting", 60, "hello").get();
            assertEquals("hello", client.get("greeting"));
            client.shutdown();
        }
        // end
    }

    @Test
    void settingsAreCollected() throws Exception {
        MemcacheSettings settings =
                // snippet
                MemcacheSettings.builder().listenEverywhere(0).loops(2).memoryLimit(256 << 20).build();
                // end
        try (MemcacheServer server = MemcacheServer.start(settings)) {
            MemcachedClient client = new MemcachedClient(server.address());
            Map<String, String> stats = client.getStats().values().iterator().next();
            assertEquals("2", stats.get("threads"));
            assertEquals("268435456", stats.get("limit_maxbytes"));
            client.shutdown();
        }
    }
}
