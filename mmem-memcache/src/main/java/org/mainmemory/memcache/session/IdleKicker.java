package org.mainmemory.memcache.session;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.NetServer;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;

/**
 * Looks once a second at a loop's connections and closes the TCP ones that have been silent for too long between two
 * commands. A connection pays nothing for it.
 */
final class IdleKicker extends Task {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final NetServer net;
    private final SessionContext context;
    private final int timeoutSeconds;
    private final Timer timer = new Timer(this);

    IdleKicker(EventLoop loop, NetServer net, SessionContext context, int timeoutSeconds) {
        this.loop = loop;
        this.net = net;
        this.context = context;
        this.timeoutSeconds = timeoutSeconds;
    }

    @Override
    public Step run() {
        if (loop.isStopping()) {
            return Step.DONE;
        }
        int now = context.server.clock().secondsAt(loop.nowNanos());
        net.forEachConnection(loop, connection -> look(connection, now));
        loop.timers().arm(timer, loop.nowNanos() + PAUSE_NANOS);
        return Step.PARKED;
    }

    private void look(Connection connection, int now) {
        if (connection.remoteAddress() instanceof InetSocketAddress
                && connection.session() instanceof MemcacheSession session
                && session.isIdle()
                && !connection.isBlocked()
                && now - session.lastTurnSeconds() > timeoutSeconds) {
            context.counters.count(Counter.IDLE_KICKS);
            session.closesFor("idle_timeout");
            connection.close();
        }
    }
}
