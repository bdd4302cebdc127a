package org.mainmemory.memcache.session;

/**
 * What operators may do, see and tune; memcached's options in brackets.
 *
 * @param prefixDelimiter where the prefix of a key ends (-D)
 * @param detail whether prefixes are counted from the start (-D)
 * @param dump whether keys may be dumped (not -X)
 * @param watch whether clients may watch (not -W)
 * @param trackSizes whether {@code stats sizes} is told (-o track_sizes)
 * @param idleTimeoutSeconds after which a silent TCP connection is closed, 0 never (-o idle_timeout)
 * @param maxconnsFast whether connections beyond the limit are refused; else they wait to be accepted (-o
 *     maxconns_fast)
 * @param watcherBufferBytes bytes that may wait for a watcher (-o watcher_logbuf_size)
 * @param workerBufferBytes bytes of log lines that may wait on a loop (-o worker_logbuf_size)
 * @param slabReassign whether {@code slabs reassign} is obeyed (-o slab_reassign)
 * @param maintainer whether dead items are removed and memory is tidied without being asked (-o lru_maintainer)
 * @param debugVerbs whether debugtime, debugitem and misbehave are there; not for production (-o debug_verbs)
 * @param tuning what clients may change
 */
public record AdminSettings(
        char prefixDelimiter,
        boolean detail,
        boolean dump,
        boolean watch,
        boolean trackSizes,
        int idleTimeoutSeconds,
        boolean maxconnsFast,
        int watcherBufferBytes,
        int workerBufferBytes,
        boolean slabReassign,
        boolean maintainer,
        boolean debugVerbs,
        Tuning tuning) {

    /** memcached's defaults. */
    public static final AdminSettings DEFAULTS = new AdminSettings(
            ':', false, true, true, false, 0, true, 256 << 10, 64 << 10, true, true, false, Tuning.DEFAULTS);
}
