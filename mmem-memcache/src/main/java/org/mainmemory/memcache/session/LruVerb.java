package org.mainmemory.memcache.session;

/**
 * {@code lru}: tunes memcached's segmented LRU. mmem evicts by S3-FIFO, which has none of these knobs: what is set is
 * checked, kept and told by {@code stats settings}, and changes nothing else, but for two: when the mode is flat, a hit
 * counts once a minute, as in memcached; and items with no more to live than temp_ttl says are let live.
 */
final class LruVerb implements AdminVerb {

    private static final int MOST_PERCENT = 80;

    private final ServerState server;

    LruVerb(ServerState server) {
        this.server = server;
    }

    @Override
    public Answer answer(AdminLine line) {
        if (line.says(1, "tune") && line.size() >= 6) {
            return tune(line);
        }
        if (line.says(1, "mode") && line.size() >= 3 && server.settings().admin().maintainer()) {
            return mode(line);
        }
        if (line.says(1, "temp_ttl") && line.size() >= 3 && server.settings().admin().maintainer()) {
            return temporaryTtl(line);
        }
        return Answer.ERROR;
    }

    private Answer tune(AdminLine line) {
        long hot = line.unsigned(2);
        long warm = line.unsigned(3);
        double hotFactor = line.fraction(4);
        double warmFactor = line.fraction(5);
        if (hot < 0 || warm < 0 || Double.isNaN(hotFactor) || Double.isNaN(warmFactor)) {
            return Answer.ERROR;
        }
        if (hot + warm > MOST_PERCENT) {
            return Answer.line("ERROR hot and warm pcts must not exceed 80");
        }
        if (hotFactor <= 0 || warmFactor <= 0) {
            return Answer.line("ERROR hot/warm age factors must be greater than 0");
        }
        server.tune(tuning -> tuning.withLru((int) hot, (int) warm, hotFactor, warmFactor));
        return Answer.OK;
    }

    private Answer mode(AdminLine line) {
        boolean flat = line.says(2, "flat");
        if (!flat && !line.says(2, "segmented")) {
            return Answer.ERROR;
        }
        server.tune(tuning -> tuning.withLru(!flat, tuning.temporaryTtl()));
        server.store().flat(flat);
        return Answer.OK;
    }

    private Answer temporaryTtl(AdminLine line) {
        long seconds = line.signed(2);
        if (seconds == Long.MIN_VALUE) {
            return Answer.ERROR;
        }
        int bound = (int) Math.max(-1, seconds);
        server.tune(tuning -> tuning.withLru(tuning.segmented(), bound));
        server.store().temporaryTtl(bound);
        return Answer.OK;
    }
}
