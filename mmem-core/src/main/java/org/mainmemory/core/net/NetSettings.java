package org.mainmemory.core.net;

import java.util.List;

/**
 * How a {@link NetServer} listens.
 *
 * @param endpoints where; a server without any waits to be stopped
 * @param backlog connections that the system completes and keeps for each endpoint until they are accepted
 * @param maxConnections how many there may be at a time
 * @param refusal ASCII text for a connection beyond that, sent before it is closed; may be empty. Not sent
 *     where the peer expects TLS
 * @param mark what packets of TCP connections are marked with for the system's firewall (Linux, FreeBSD, OpenBSD); 0
 *     is nothing
 */
public record NetSettings(List<Endpoint> endpoints, int backlog, int maxConnections, String refusal, int mark) {

    private static final int DEFAULT_BACKLOG = 1024;

    /** Checks and keeps. */
    public NetSettings {
        endpoints = List.copyOf(endpoints);
        if (backlog < 1 || maxConnections < 1) {
            throw new IllegalArgumentException("backlog " + backlog + ", connections " + maxConnections);
        }
    }

    /** Listens at {@code endpoints}, with a backlog of 1024 and no bound on connections. */
    public static NetSettings listeningAt(Endpoint... endpoints) {
        return new NetSettings(List.of(endpoints), DEFAULT_BACKLOG, Integer.MAX_VALUE, "", 0);
    }

    /** These settings with another backlog. */
    public NetSettings withBacklog(int connections) {
        return new NetSettings(endpoints, connections, maxConnections, refusal, mark);
    }

    /** These settings with a bound on connections and what to tell those beyond it. */
    public NetSettings withMaxConnections(int connections, String refusalText) {
        return new NetSettings(endpoints, backlog, connections, refusalText, mark);
    }

    /** These settings with a mark on packets. */
    public NetSettings withMark(int number) {
        return new NetSettings(endpoints, backlog, maxConnections, refusal, number);
    }
}
