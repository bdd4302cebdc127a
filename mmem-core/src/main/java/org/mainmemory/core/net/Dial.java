package org.mainmemory.core.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.ChannelTask;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.net.tls.TlsClientSettings;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;

/** The opening of one connection to a server: from connect to the first step of its {@link SocketConnection}. */
final class Dial extends ChannelTask {

    private final Connector connector;
    private final EventLoop loop;
    private final SocketAddress server;
    private final @Nullable TlsClientSettings tls;
    private final Protocol protocol;
    private final CompletableFuture<Connection> result = new CompletableFuture<>();
    private final Timer deadline = new Timer(new Task() {
        @Override
        public Step run() {
            fail(new SocketTimeoutException("no connection to " + server + " in time"));
            return Step.DONE;
        }
    });

    private @Nullable SocketChannel channel;
    private boolean over;

    Dial(Connector connector, SocketAddress server, @Nullable TlsClientSettings tls, Protocol protocol) {
        this.connector = connector;
        this.loop = connector.loop();
        this.server = server;
        this.tls = tls;
        this.protocol = protocol;
    }

    CompletableFuture<Connection> result() {
        return result;
    }

    void start(long limitNanos) {
        try {
            SocketChannel opened = open();
            channel = opened;
            if (opened.connect(server)) {
                succeed(opened);
                return;
            }
            loop.register(opened, SelectionKey.OP_CONNECT, this);
            loop.timers().arm(deadline, System.nanoTime() + limitNanos);
            var _ = result.whenComplete((connection, failed) -> giveUp());
        } catch (IOException | RuntimeException failed) {
            fail(failed);
        }
    }

    private SocketChannel open() throws IOException {
        boolean unix = server instanceof UnixDomainSocketAddress;
        SocketChannel opened = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            opened.configureBlocking(false);
            if (!unix) {
                opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            return opened;
        } catch (IOException | RuntimeException failed) {
            opened.close();
            throw failed;
        }
    }

    @Override
    public Step run() {
        takeReadyOps();
        SocketChannel opened = channel;
        if (over || opened == null) {
            return Step.DONE;
        }
        try {
            if (!opened.finishConnect()) {
                return Step.PARKED;
            }
            succeed(opened);
        } catch (IOException | RuntimeException failed) {
            fail(failed);
        }
        return Step.DONE;
    }

    /** Hands the channel to a connection, which takes over the key as well. */
    private void succeed(SocketChannel opened) throws IOException {
        SocketConnection connection = connector.adopt(opened, tls, protocol);
        over = true;
        loop.timers().cancel(deadline);
        Step step = connection.run();
        if (step == Step.DONE) {
            result.completeExceptionally(new IOException("no session opened on " + connection));
            return;
        }
        if (step == Step.AGAIN) {
            loop.execute(connection);
        }
        result.complete(connection);
    }

    private void fail(Exception reason) {
        giveUp();
        result.completeExceptionally(reason instanceof IOException ? reason : new IOException(reason));
    }

    /** Closes what was begun, unless it is a connection already. */
    private void giveUp() {
        if (over) {
            return;
        }
        over = true;
        loop.timers().cancel(deadline);
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException closed) {
            // It was never open to anybody.
        }
    }

    @Override
    protected void onLoopStop() {
        fail(new IOException("the loop stops"));
    }
}
