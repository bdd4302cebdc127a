package org.mainmemory.memcache.session;

import org.jspecify.annotations.Nullable;

/** {@code watch}: makes the connection one that is sent log lines. */
final class WatchVerb implements AdminVerb {

    private final EventLog log;

    WatchVerb(EventLog log) {
        this.log = log;
    }

    @Override
    public Answer answer(AdminLine line) {
        if (!log.settings().watch()) {
            return Answer.line("CLIENT_ERROR watch commands not allowed");
        }
        if (!line.first()) {
            return Answer.line("ERROR cannot pipeline other commands before watch");
        }
        int kinds = line.size() == 1 ? LogKind.FETCHERS.bit() : 0;
        for (int i = 1; i < line.size(); i++) {
            @Nullable LogKind kind = LogKind.of(line.word(i));
            if (kind == null) {
                return Answer.ERROR;
            }
            kinds |= kind.bit();
        }
        Watcher watcher = new Watcher(log, kinds, line.connection(), log.settings().watcherBufferBytes());
        return log.add(watcher) ? Answer.by(watcher) : Answer.line("WATCHER_TOO_MANY log watcher limit reached");
    }
}
