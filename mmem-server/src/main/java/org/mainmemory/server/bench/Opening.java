package org.mainmemory.server.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.Connector;
import org.mainmemory.core.net.tls.TlsClientSettings;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;

/** Opens the connections of one loop, a few at a time so that the server's backlog holds them. The loop's thread. */
final class Opening extends Task {

    private static final int MOST_UNDER_WAY = 64;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LoadSettings settings;
    private final EventLoop loop;
    private final LoadLoop load;
    private int left;
    private int underWay;

    /** Opens {@code count} connections, of which {@code load} hears. */
    Opening(LoadSettings settings, EventLoop loop, LoadLoop load, int count) {
        this.settings = settings;
        this.loop = loop;
        this.load = load;
        this.left = count;
    }

    @Override
    public Step run() {
        while (left > 0 && underWay < MOST_UNDER_WAY) {
            left--;
            underWay++;
            dial();
        }
        if (underWay == 0) {
            load.start(System.nanoTime());
        }
        return Step.DONE;
    }

    private void dial() {
        var _ = connect().whenComplete((opened, failed) -> {
            underWay--;
            if (failed != null) {
                load.refused(failed);
            }
            if (left > 0 || underWay == 0) {
                loop.execute(this);
            }
        });
    }

    private CompletableFuture<Connection> connect() {
        TlsClientSettings tls = settings.tls();
        Connector connector = Connector.on(loop);
        return tls == null
                ? connector.connect(settings.address(), LIMIT, load::open)
                : connector.connect(settings.address(), LIMIT, tls, load::open);
    }
}
