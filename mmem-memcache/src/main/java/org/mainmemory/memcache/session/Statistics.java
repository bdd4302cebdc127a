package org.mainmemory.memcache.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Folds what all loops have counted and tells it under memcached's keys. Counters are never set back: a
 * {@code stats reset} remembers what they were, and that is taken off from then on.
 *
 * <p>Any thread; cold.
 */
final class Statistics {

    private final ServerState server;
    private final List<SessionCounters> counters = new CopyOnWriteArrayList<>();
    private volatile Base base = new Base(new SessionCounters(), Traffic.NONE);
    private volatile Supplier<Traffic> network = () -> Traffic.NONE;

    /** What had been counted at the last reset. */
    private record Base(SessionCounters counters, Traffic traffic) {
    }

    Statistics(ServerState server) {
        this.server = server;
    }

    /** Takes a loop's counters into account. */
    void add(SessionCounters loopCounters) {
        counters.add(loopCounters);
    }

    /** Asks {@code source} about the network. */
    void network(Supplier<Traffic> source) {
        network = source;
    }

    /** What has been counted since the last reset. */
    SessionCounters counted() {
        SessionCounters sum = total();
        sum.add(base.counters, -1);
        return sum;
    }

    /** What the network did since the last reset. */
    Traffic traffic() {
        return network.get().since(base.traffic);
    }

    /** Begins all counts anew. */
    void reset() {
        base = new Base(total(), network.get());
        server.store().resetStats();
        server.log().resetPrefixes();
    }

    /** The reply to {@code stats}. */
    StatsReport general(int nowSeconds) {
        return new GeneralStats(server, counted(), traffic(), server.store().stats(), nowSeconds).report();
    }

    /** The reply to {@code stats settings}. */
    StatsReport settings() {
        return SettingsStats.report(server);
    }

    /** The reply to {@code stats items}. */
    StatsReport items(int nowSeconds) {
        return SlabStats.items(server.store().slabClasses(nowSeconds), server.tuning().temporaryTtl() >= 0);
    }

    /** The reply to {@code stats slabs}. */
    StatsReport slabs(int nowSeconds) {
        return SlabStats.slabs(server.store().slabClasses(nowSeconds), server.store().stats(), counted(), total());
    }

    private SessionCounters total() {
        SessionCounters sum = new SessionCounters();
        for (SessionCounters loopCounters : counters) {
            sum.add(loopCounters, 1);
        }
        return sum;
    }
}
