package org.mainmemory.server;

import java.util.Locale;
import org.mainmemory.memcache.session.MemcacheSettings;
import org.mainmemory.memcache.store.SlabClassSize;
import org.mainmemory.server.options.ServerSettings;

/** What is told on stderr once the server serves: warnings, and with -vv memcached's slab classes. */
final class StartReport {

    private static final int MANY_THREADS = 64;
    private static final int VERY_VERBOSE = 2;

    private StartReport() {
    }

    static void print(ServerSettings settings, MemcacheSettings memcache) {
        settings.notes().forEach(System.err::println);
        if (settings.access().sasl() && System.getenv(Passwords.SASL_FILE) == null) {
            System.err.println("WARNING: -S without " + Passwords.SASL_FILE + ": nobody can authenticate.");
        }
        if (memcache.endpoints().isEmpty()) {
            System.err.println("WARNING: with -p 0 (--port) and neither -U (--udp-port) nor -s (--unix-socket) there is"
                    + " nothing to listen on.");
        }
        if (settings.threads() > MANY_THREADS) {
            System.err.println("WARNING: " + settings.threads() + " threads (-t) are more than a machine has use for."
                    + " Set this value to the number of cores in your machine or less.");
        }
        if (settings.verbosity() >= VERY_VERBOSE) {
            for (SlabClassSize size : SlabClassSize.ladder(memcache.store())) {
                System.err.print(String.format(Locale.ROOT, "slab class %3d: chunk size %9d perslab %7d\n",
                        size.slabClass(), size.chunkSize(), size.chunksPerPage()));
            }
        }
    }
}
