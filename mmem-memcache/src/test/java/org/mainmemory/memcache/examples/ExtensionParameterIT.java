package org.mainmemory.memcache.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mainmemory.memcache.junit.MemcacheExtension;
import org.mainmemory.memcache.session.MemcacheServer;

/** A server for each test, as README.md shows it. */
// snippet
@ExtendWith(MemcacheExtension.class)
class ExtensionParameterIT {

    @Test
    void startsEmpty(MemcacheServer server) {
        assertEquals(0, server.storeStats().currItems());
    }
    // end

    @Test
    void isNobodyElses(MemcacheServer server) throws Exception {
        MemcachedClient client = new MemcachedClient(server.address());
        assertTrue(client.add("key", 60, "value").get());
        client.shutdown();
        assertEquals(1, server.storeStats().currItems());
    }
}
