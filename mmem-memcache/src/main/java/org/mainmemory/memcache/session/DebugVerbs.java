package org.mainmemory.memcache.session;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;

/**
 * Verbs that memcached has in debug builds alone, for those who test a server: there only if the settings say so,
 * otherwise unknown. {@code debugtime} stops, releases or moves the server's clock. {@code misbehave} opens a network
 * socket and starts a program, as an intruder would: a process without privileges does not survive that.
 * {@code debugitem} finds nothing to act on: there is no lock of single items.
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
            verbs.put("misbehave", line -> misbehave());
        }
    }

    /** ERROR if the system let something pass; holds its loop up for some milliseconds. */
    private static Answer misbehave() {
        int allowed = 0;
        try {
            SocketChannel.open().close();
            allowed++;
        } catch (IOException refused) {
            // As it should be.
        }
        try {
            new ProcessBuilder("true").start();
            allowed++;
        } catch (IOException refused) {
            // As it should be.
        }
        return allowed > 0 ? Answer.ERROR : Answer.OK;
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
