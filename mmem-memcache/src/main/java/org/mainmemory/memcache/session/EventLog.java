package org.mainmemory.memcache.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.memcache.store.EvictionListener;
import org.mainmemory.memcache.store.ItemFacts;
import org.mainmemory.memcache.store.Store;

/**
 * What happens in a server, told to whoever watches, and counted by prefixes if that is wanted.
 *
 * <p>While nobody does, all that a request pays is one look at {@link #observed}. Otherwise the loop that serves it
 * writes a line into its own ring; the relay, a task on the first loop, takes the lines out of all rings and puts them
 * into the rings of those who watch; their own loops send them. Nobody ever waits: what does not fit is dropped and
 * counted.
 */
final class EventLog {

    /** Most watchers at a time, as in memcached. */
    static final int MAX_WATCHERS = 20;
    /** The bit of {@link #observed} for counts by prefix. */
    static final int DETAIL = 1 << 16;

    private static final int LINES_PER_STEP = 256;

    private final Store store;
    private final AdminSettings settings;
    private final List<LoopLog> loopLogs = new CopyOnWriteArrayList<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final AtomicLong lastGid = new AtomicLong();
    private final Relay relay = new Relay();
    private volatile int observed;
    private long sent;
    private long skipped;

    EventLog(Store store, AdminSettings settings) {
        this.store = store;
        this.settings = settings;
        detail(settings.detail());
    }

    /** What is to be told of: bits of {@link LogKind} and {@link #DETAIL}; 0 if nobody wants to know anything. */
    int observed() {
        return observed;
    }

    /** Takes in what a loop has to tell. */
    void add(LoopLog loopLog) {
        loopLogs.add(loopLog);
    }

    /** Number of the next line. */
    long nextGid() {
        return lastGid.incrementAndGet();
    }

    /** Runs the relay on {@code loop}. */
    void relayOn(EventLoop loop) {
        relay.loop = loop;
    }

    /** There are lines to be relayed. Any loop. */
    void wakeRelay() {
        EventLoop loop = relay.loop;
        if (loop != null) {
            loop.post(relay);
        }
    }

    /** Begins to tell a watcher; false if there are too many. */
    synchronized boolean add(Watcher watcher) {
        if (watchers.size() >= MAX_WATCHERS) {
            return false;
        }
        watchers.add(watcher);
        watchersChanged();
        return true;
    }

    /** Tells a watcher no more. */
    synchronized void remove(Watcher watcher) {
        watchers.remove(watcher);
        watchersChanged();
    }

    private void watchersChanged() {
        int kinds = observed & DETAIL;
        for (Watcher watcher : watchers) {
            kinds |= watcher.kinds();
        }
        boolean evictions = (kinds & LogKind.EVICTIONS.bit()) != 0;
        if (evictions != ((observed & LogKind.EVICTIONS.bit()) != 0)) {
            store.onEviction(evictions ? new Evictions() : null);
        }
        observed = kinds;
    }

    /** Counts by prefix from now on, or no more. */
    synchronized void detail(boolean wanted) {
        observed = wanted ? observed | DETAIL : observed & ~DETAIL;
    }

    /** Whether prefixes are counted. */
    boolean isDetail() {
        return (observed & DETAIL) != 0;
    }

    /** What has been counted by prefix, of all loops. */
    PrefixCounts prefixes() {
        PrefixCounts sum = new PrefixCounts(settings.prefixDelimiter());
        loopLogs.forEach(loopLog -> sum.add(loopLog.prefixes()));
        return sum;
    }

    /** Forgets what has been counted by prefix. */
    void resetPrefixes() {
        loopLogs.forEach(loopLog -> loopLog.prefixes().clear());
    }

    AdminSettings settings() {
        return settings;
    }

    /** Those who watch now. */
    int watchers() {
        return watchers.size();
    }

    /** Lines put into watchers' rings. */
    long sent() {
        return sent;
    }

    /** Lines that watchers' rings had no room for. */
    long skipped() {
        return skipped;
    }

    /** Lines put into loops' rings. */
    long written() {
        return loopLogs.stream().mapToLong(LoopLog::written).sum();
    }

    /** Lines that loops' rings had no room for. */
    long dropped() {
        return loopLogs.stream().mapToLong(LoopLog::dropped).sum();
    }

    /** Brings lines from the loops to the watchers. */
    private final class Relay extends Task {

        private final byte[] line = new byte[LoopLog.MAX_LINE];
        private volatile @Nullable EventLoop loop;

        @Override
        public Step run() {
            boolean more = false;
            boolean news = false;
            for (LoopLog loopLog : loopLogs) {
                int lines = 0;
                for (int length = loopLog.ring().poll(line); length >= 0; length = loopLog.ring().poll(line)) {
                    tell(length, loopLog.ring().kind());
                    news = true;
                    if (++lines == LINES_PER_STEP) {
                        more = true;
                        break;
                    }
                }
            }
            if (news) {
                watchers.forEach(Watcher::wake);
            }
            return more ? Step.AGAIN : Step.DONE;
        }

        private void tell(int length, int kind) {
            for (Watcher watcher : watchers) {
                if ((watcher.kinds() & kind) == 0) {
                    continue;
                }
                if (watcher.offer(line, length, kind)) {
                    sent++;
                } else {
                    skipped++;
                }
            }
        }
    }

    /** Tells of evictions, on whatever loop they happen. */
    private final class Evictions implements EvictionListener {
        @Override
        public void evicted(ItemFacts item, int nowSeconds) {
            for (LoopLog loopLog : loopLogs) {
                if (loopLog.isCurrent()) {
                    loopLog.evicted(item, nowSeconds);
                    return;
                }
            }
        }
    }
}
