package org.mainmemory.memcache.differential;

/** The requests of another source but for those that are known to be answered otherwise. */
record Allowed(Requests source, Differences differences) {

    Request next(Choice choice) {
        Request request;
        do {
            request = source.next(choice);
        } while (!differences.allows(request));
        return request;
    }
}
