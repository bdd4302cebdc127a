package org.mainmemory.memcache.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.mainmemory.memcache.session.MemcacheServer;
import org.mainmemory.memcache.session.MemcacheSettings;

/**
 * A server that JUnit closes with the context it was made for: since 5.13 because it is {@link AutoCloseable}, before
 * because it is what that replaces.
 */
@SuppressWarnings("deprecation")
record ServerOfContext(MemcacheServer server) implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    /** The server in {@code store} or one that encloses it; a new one if there is none. */
    static MemcacheServer in(ExtensionContext.Store store, MemcacheSettings settings) {
        return store.getOrComputeIfAbsent("server", key -> start(settings), ServerOfContext.class).server();
    }

    private static ServerOfContext start(MemcacheSettings settings) {
        try {
            return new ServerOfContext(MemcacheServer.start(settings));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
