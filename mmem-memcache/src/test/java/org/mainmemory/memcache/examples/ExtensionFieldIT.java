package org.mainmemory.memcache.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.spy.memcached.MemcachedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.mainmemory.memcache.junit.MemcacheExtension;

/** A server for all tests of a class, as README.md shows it. */
class ExtensionFieldIT {

    // snippet
    @RegisterExtension
    static final MemcacheExtension CACHE = MemcacheExtension.start();

    @Test
    void keepsAGreeting() throws Exception {
        MemcachedClient client = new MemcachedClient(CACHE.address());
        client.set("greeting", 60, "hello").get();
        assertEquals("hello", client.get("greeting"));
        client.shutdown();
    }
    // end
}
