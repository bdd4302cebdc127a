package org.mainmemory.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.Session;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;

/**
 * One loop of the load: its connections, its part of the requests, and its tally. Requests go out either whenever a
 * reply has made room for them, or by a {@link Schedule}, which is what a step of this task looks after: it takes
 * steps without a pause while the next request is due soon, since a loop that sleeps wakes up a millisecond late,
 * unless the load may be lax. All but the result is for the loop's thread.
 */
final class LoadLoop extends Task {

    /** A sleep is over a millisecond late, and no more than another one later by the system's doing. */
    private static final long SLEEP_ENDS_EARLIER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** How often it is looked whether the load is over. */
    private static final long LONGEST_TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final LoadSettings settings;
    private final EventLoop loop;
    private final Tally tally = new Tally();
    private final RequestSource source;
    private final List<LoadSession> sessions = new ArrayList<>();
    private final CompletableFuture<Tally> result = new CompletableFuture<>();
    private final Timer alarm = new Timer(this);
    private final Timer tick = new Timer(new Task() {
        @Override
        public Step run() {
            tick(System.nanoTime());
            return Step.DONE;
        }
    });

    private Schedule schedule = new Schedule(0, 1, 0);
    private boolean started;
    private boolean over;
    private long endNanos;
    private long scheduled;
    private long asked;
    private int nextSession;
    private boolean exhausted;
    private long progressNanos;
    private long progressRequests;

    /** The load of {@code loop}, which begins with {@link #begin}. */
    LoadLoop(LoadSettings settings, EventLoop loop) {
        this.settings = settings;
        this.loop = loop;
        this.source = new RequestSource(settings, loop.index());
    }

    /** What was counted, when the load is over; connections that are refused, lost or silent are counted there. */
    CompletableFuture<Tally> result() {
        return result;
    }

    /** The loop is no more. */
    void fail() {
        result.completeExceptionally(new IllegalStateException(loop + " has failed"));
    }

    /** Has the connections opened and the load made. Any thread. */
    void begin() {
        long first = (long) loop.index() * settings.connections() / settings.threads();
        long end = (loop.index() + 1L) * settings.connections() / settings.threads();
        loop.post(new Opening(settings, loop, this, (int) (end - first)));
    }

    /** A new connection. */
    Session open(Connection connection) {
        LoadSession session = new LoadSession(this, connection, settings, tally);
        sessions.add(session);
        return session;
    }

    /** A connection that did not come about. */
    void refused(Throwable reason) {
        tally.error(1, "no connection to " + settings.address() + ": " + reason.getMessage());
    }

    /** All connections are open. */
    void start(long nowNanos) {
        long loadNanos = settings.warmUpNanos() + settings.measureNanos();
        tally.measureFrom(settings.fill() ? nowNanos : nowNanos + settings.warmUpNanos());
        endNanos = nowNanos + loadNanos;
        progressNanos = nowNanos;
        started = true;
        if (settings.isScheduled()) {
            double perSecond = (double) settings.requestsPerSecond() / settings.threads();
            schedule = new Schedule(nowNanos, perSecond, (long) (perSecond * loadNanos / 1e9));
            loop.execute(this);
        } else {
            sessions.forEach(LoadSession::wake);
        }
        tick(nowNanos);
    }

    /** Has {@code session} ask for more as long as there is room and time. In its turn, when replies were read. */
    void keepBusy(LoadSession session) {
        if (!started || over) {
            return;
        }
        if (!settings.isScheduled()) {
            long nowNanos = System.nanoTime();
            while (session.hasRoom() && !isAllAsked(nowNanos)) {
                exhausted = !source.next();
                if (!exhausted) {
                    ask(session, nowNanos);
                }
            }
        }
        if (asked == tally.requests) {
            endIfDone(System.nanoTime());
        }
    }

    private void ask(LoadSession session, long startNanos) {
        session.request(source, startNanos);
        asked++;
    }

    private boolean isAllAsked(long nowNanos) {
        if (settings.isScheduled()) {
            return scheduled == schedule.requests();
        }
        return settings.fill() ? exhausted : nowNanos - endNanos >= 0;
    }

    /** Sends each request that is due over the next connection that has room; the rest stays due. */
    @Override
    public Step run() {
        if (over) {
            return Step.DONE;
        }
        long nowNanos = System.nanoTime();
        long due = schedule.due(nowNanos);
        int full = 0;
        while (scheduled < due && full < sessions.size()) {
            nextSession = (nextSession + 1) % sessions.size();
            LoadSession session = sessions.get(nextSession);
            if (!session.hasRoom()) {
                full++;
                continue;
            }
            full = 0;
            source.next();
            ask(session, schedule.intendedNanos(scheduled++));
            session.wake();
        }
        return waitForNext(nowNanos);
    }

    private Step waitForNext(long nowNanos) {
        if (scheduled == schedule.requests()) {
            return Step.DONE;
        }
        long alarmNanos = schedule.intendedNanos(scheduled) - (settings.lax() ? 0 : SLEEP_ENDS_EARLIER_NANOS);
        if (alarmNanos - nowNanos <= 0) {
            return Step.AGAIN;
        }
        loop.timers().arm(alarm, alarmNanos);
        return Step.PARKED;
    }

    private void tick(long nowNanos) {
        endIfDone(nowNanos);
        if (!over) {
            endIfSilent(nowNanos);
        }
        if (!over) {
            loop.timers().arm(tick, nowNanos + Math.min(LONGEST_TICK_NANOS, settings.patienceNanos() / 4));
        }
    }

    private void endIfDone(long nowNanos) {
        if (sessions.isEmpty() || (asked == tally.requests && isAllAsked(nowNanos))) {
            end();
        }
    }

    private void endIfSilent(long nowNanos) {
        long unanswered = asked - tally.requests;
        if (tally.requests != progressRequests || unanswered == 0) {
            progressRequests = tally.requests;
            progressNanos = nowNanos;
        } else if (nowNanos - progressNanos > settings.patienceNanos()) {
            tally.error(unanswered, "the server has left " + unanswered + " requests unanswered");
            end();
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        loop.timers().cancel(alarm);
        loop.timers().cancel(tick);
        List.copyOf(sessions).forEach(LoadSession::close);
        result.complete(tally);
    }

    /** A connection is of no use any more. */
    void lost(String reason) {
        if (!over) {
            tally.error(1, "connection lost: " + reason);
        }
    }

    /** A connection is closed, and its requests will not be answered. */
    void closed(LoadSession session) {
        if (over) {
            return;
        }
        tally.errors += session.unanswered();
        asked -= session.unanswered();
        sessions.remove(session);
        if (started) {
            endIfDone(System.nanoTime());
        }
    }
}
