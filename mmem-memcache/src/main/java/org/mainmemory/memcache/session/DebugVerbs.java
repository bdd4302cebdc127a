package org.mainmemory.memcache.session;

import java.util.Map;

/**
 * Verbs that memcached has in debug builds alone, for those who test a server: there only if the settings say so,
 * otherwise unknown. {@code debugtime} stops, releases or moves the server's clock; the others find nothing to act on:
 * there is no lock of single items and no sandbox.
 */
final class DebugVerbs {

    private final ServerClock clock;

    private DebugVerbs(ServerClock clock) {
        this.clock = clock;
    }

    /** Adds the verbs to {@code verbs}, if they are to be there. */
    static void addTo(Map<String, AdminVerb> verbs, ServerState server) {
        if (server.settings().admin().debugVerbs()) {
            DebugVerbs debug = new DebugVerbs(server.clock());
            verbs.put("debugtime", debug::time);
            verbs.put("debugitem", line -> Answer.ERROR);
            verbs.put("misbehave", line -> Answer.ERROR);
        }
    }

    private Answer time(AdminLine line) {
        if (line.size() < 2) {
            return Answer.ERROR;
        }
        switch (line.word(1)) {
            case "p" -> clock.pause(line.nowSeconds());
            case "r" -> clock.release();
            default -> {
                long seconds = line.signed(1);
                if (seconds == Long.MIN_VALUE) {
                    return Answer.ERROR;
                }
                clock.move((int) seconds);
            }
        }
        return Answer.OK;
    }
}
