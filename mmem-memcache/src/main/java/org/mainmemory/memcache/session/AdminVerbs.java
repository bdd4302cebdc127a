package org.mainmemory.memcache.session;

import java.util.HashMap;
import java.util.Map;

/** The verbs about the server that {@link AdminCommands} does not know itself, by their names. One per loop. */
final class AdminVerbs {

    private static final AdminVerb UNKNOWN = line -> Answer.ERROR;

    private final Map<String, AdminVerb> verbs = new HashMap<>();

    AdminVerbs(SessionContext context) {
        verbs.put("lru_crawler", new CrawlerVerb(context));
        verbs.put("lru", new LruVerb(context.server));
        verbs.put("slabs", new SlabsVerb(context.server));
        verbs.put("cache_memlimit", new MemoryVerb(context.server));
        verbs.put("watch", new WatchVerb(context.server.log()));
        DebugVerbs.addTo(verbs, context.server);
        verbs.put("extstore", new ExtstoreVerb());
        verbs.put("refresh_certs", new CertificatesVerb(context.server.settings().tls()));
    }

    /** Carries out an order. */
    Answer answer(AdminLine line) {
        return verbs.getOrDefault(line.word(0), UNKNOWN).answer(line);
    }
}
