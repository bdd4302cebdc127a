package org.mainmemory.memcache.session;

/** {@code cache_memlimit}: gives the store more memory, or takes some away, while it runs. */
final class MemoryVerb implements AdminVerb {

    private static final int LEAST_MEGABYTES = 8;
    private static final long MOST_MEGABYTES = 1_000_000_000;

    private final ServerState server;

    MemoryVerb(ServerState server) {
        this.server = server;
    }

    @Override
    public Answer answer(AdminLine line) {
        long megabytes = line.size() < 2 ? -1 : line.unsigned(1);
        if (megabytes < 0) {
            return Answer.ERROR;
        }
        if (megabytes < LEAST_MEGABYTES) {
            return Answer.line("MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m");
        }
        if (megabytes > MOST_MEGABYTES) {
            return Answer.line("MEMLIMIT_ADJUST_FAILED input value is megabytes not bytes");
        }
        if (!server.store().memoryLimit(megabytes << 20)) {
            return Answer.line("MEMLIMIT_ADJUST_FAILED out of bounds or unable to adjust");
        }
        server.wakeUpkeep();
        return Answer.OK;
    }
}
