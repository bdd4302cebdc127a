package org.mainmemory.server.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * One thread of the load: its connections, its part of the requests, and its tally. Requests go out either whenever a
 * reply has made room for them, or by a {@link Schedule}.
 */
final class LoadLoop implements Callable<Tally> {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LONGEST_WAIT_MILLIS = 100;

    private final LoadSettings settings;
    private final int loop;
    private final Tally tally = new Tally();
    private final RequestSource source;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final List<LoadConnection> ready = new ArrayList<>();
    private Schedule schedule = new Schedule(0, 1, 0);
    private long endNanos;
    private long scheduled;
    private long asked;
    private int nextConnection;
    private boolean exhausted;
    private long progressNanos;
    private long progressRequests;

    /** The load of thread {@code loop}, counted from 0. */
    LoadLoop(LoadSettings settings, int loop) {
        this.settings = settings;
        this.loop = loop;
        this.source = new RequestSource(settings, loop);
    }

    /** Makes the load and returns what was counted; connections that are refused, lost or silent are counted there. */
    @Override
    public Tally call() throws IOException {
        try (Selector selector = Selector.open()) {
            open(selector);
            start(System.nanoTime());
            for (long nowNanos = System.nanoTime(); isGoingOn(nowNanos); nowNanos = System.nanoTime()) {
                collect(selector, nowNanos);
                for (LoadConnection connection : ready) {
                    serve(connection);
                }
                ready.clear();
                sendWhatIsDue(System.nanoTime());
            }
        } finally {
            for (LoadConnection connection : connections) {
                connection.close();
            }
        }
        return tally;
    }

    private void open(Selector selector) {
        int last = (int) ((loop + 1L) * settings.connections() / settings.threads());
        for (int at = (int) ((long) loop * settings.connections() / settings.threads()); at < last; at++) {
            try {
                connections.add(new LoadConnection(settings, selector, tally));
            } catch (IOException refused) {
                tally.error(1, "no connection to " + settings.address() + ": " + refused.getMessage());
            }
        }
    }

    private void start(long nowNanos) {
        long loadNanos = settings.warmUpNanos() + settings.measureNanos();
        tally.measureFrom(settings.fill() ? nowNanos : nowNanos + settings.warmUpNanos());
        endNanos = nowNanos + loadNanos;
        progressNanos = nowNanos;
        if (settings.isScheduled()) {
            double perSecond = (double) settings.requestsPerSecond() / settings.threads();
            schedule = new Schedule(nowNanos, perSecond, (long) (perSecond * loadNanos / 1e9));
        } else {
            for (LoadConnection connection : List.copyOf(connections)) {
                keepBusy(connection, nowNanos);
            }
        }
    }

    /** Until all has been asked and answered, no connection is left, or the server has been silent for too long. */
    private boolean isGoingOn(long nowNanos) {
        long unanswered = asked - tally.requests;
        if (tally.requests != progressRequests || unanswered == 0) {
            progressRequests = tally.requests;
            progressNanos = nowNanos;
        } else if (nowNanos - progressNanos > settings.patienceNanos()) {
            tally.error(unanswered, "the server has left " + unanswered + " requests unanswered");
            return false;
        }
        return !connections.isEmpty() && (unanswered > 0 || !isAllAsked(nowNanos));
    }

    private boolean isAllAsked(long nowNanos) {
        if (settings.isScheduled()) {
            return scheduled == schedule.requests();
        }
        return settings.fill() ? exhausted : nowNanos - endNanos >= 0;
    }

    /** Collects the ready connections; with a schedule it does not sleep through the next request. */
    private void collect(Selector selector, long nowNanos) throws IOException {
        long waitMillis = LONGEST_WAIT_MILLIS;
        if (scheduled < schedule.requests()) {
            waitMillis = Math.min(waitMillis, (schedule.intendedNanos(scheduled) - nowNanos) / NANOS_PER_MILLI - 1);
        }
        if (waitMillis > 0) {
            selector.select(this::collect, waitMillis);
        } else {
            selector.selectNow(this::collect);
        }
    }

    private void collect(SelectionKey selection) {
        ready.add((LoadConnection) selection.attachment());
    }

    private void serve(LoadConnection connection) {
        try {
            if (connection.read()) {
                keepBusy(connection, System.nanoTime());
            } else {
                drop(connection);
            }
        } catch (IOException failure) {
            lost(connection, failure);
        }
    }

    /** Asks for more as long as there is room and time, and writes what the socket takes. */
    private void keepBusy(LoadConnection connection, long nowNanos) {
        try {
            do {
                while (canAsk(nowNanos) && connection.hasRoom()) {
                    exhausted = !source.next();
                    if (!exhausted) {
                        ask(connection, nowNanos);
                    }
                }
                connection.flush();
            } while (canAsk(nowNanos) && connection.hasRoom());
        } catch (IOException failure) {
            lost(connection, failure);
        }
    }

    private boolean canAsk(long nowNanos) {
        return !settings.isScheduled() && !isAllAsked(nowNanos);
    }

    private void ask(LoadConnection connection, long startNanos) {
        connection.request(source, startNanos);
        asked++;
    }

    /** Sends each request that is due over the next connection that has room; the rest stays due. */
    private void sendWhatIsDue(long nowNanos) {
        long due = schedule.due(nowNanos);
        int full = 0;
        while (scheduled < due && full < connections.size()) {
            nextConnection = (nextConnection + 1) % connections.size();
            LoadConnection connection = connections.get(nextConnection);
            if (!connection.hasRoom()) {
                full++;
                continue;
            }
            full = 0;
            source.next();
            ask(connection, schedule.intendedNanos(scheduled++));
            keepBusy(connection, nowNanos);
        }
    }

    private void lost(LoadConnection connection, IOException failure) {
        tally.error(1, "connection lost: " + failure.getMessage());
        drop(connection);
    }

    private void drop(LoadConnection connection) {
        tally.errors += connection.unanswered();
        asked -= connection.unanswered();
        connections.remove(connection);
        try {
            connection.close();
        } catch (IOException failure) {
            tally.error(1, "a connection that does not close: " + failure.getMessage());
        }
    }
}
