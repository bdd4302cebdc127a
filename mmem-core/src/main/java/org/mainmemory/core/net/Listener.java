package org.mainmemory.core.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.ChannelTask;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts the connections of one endpoint, in batches, on the first loop, and hands them to the loops in turn.
 *
 * <p>When the system has no file descriptor for another connection, it stops accepting for a moment: the waiting
 * connection would keep the selector awake otherwise.
 */
final class Listener extends ChannelTask {

    private static final int BATCH = 64;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final NetServer server;
    private final Endpoint endpoint;
    private final ServerSocketChannel channel;
    private final EventLoop loop;
    private final byte[] refusal;
    private final Timer endOfPause = new Timer(new Task() {
        @Override
        public Step run() {
            if (server.mustWait()) {
                hold();
            } else {
                server.endHold();
                watch();
            }
            return Step.DONE;
        }
    });

    private @Nullable SelectionKey key;
    private boolean accepting = true;
    private boolean failing;

    Listener(NetServer server, Endpoint endpoint, ServerSocketChannel channel, EventLoop loop, String refusal) {
        this.server = server;
        this.endpoint = endpoint;
        this.channel = channel;
        this.loop = loop;
        this.refusal = refusal.getBytes(StandardCharsets.US_ASCII);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    ServerSocketChannel channel() {
        return channel;
    }

    void open() {
        try {
            key = loop.register(channel, 0, this);
            watch();
        } catch (IOException failed) {
            log().error("cannot accept at {}", endpoint, failed);
        }
    }

    void close() {
        loop.timers().cancel(endOfPause);
        closeChannel();
    }

    /** Closes the channel alone; for a server whose loops never ran as well. */
    void closeChannel() {
        try {
            channel.close();
        } catch (IOException failed) {
            log().warn("{} did not close well: {}", endpoint, failed.getMessage());
        }
    }

    /** Accepts connections, or leaves them in the backlog. */
    void setAccepting(boolean wanted) {
        accepting = wanted;
        watch();
    }

    @Override
    public Step run() {
        takeReadyOps();
        for (int i = 0; i < BATCH && accepting && channel.isOpen(); i++) {
            if (server.mustWait()) {
                hold();
                break;
            }
            try {
                SocketChannel accepted = channel.accept();
                if (accepted == null) {
                    break;
                }
                failing = false;
                welcome(accepted);
            } catch (IOException failed) {
                pause(failed);
                break;
            }
        }
        return Step.PARKED;
    }

    private void welcome(SocketChannel accepted) {
        try {
            accepted.configureBlocking(false);
            if (!(endpoint instanceof Endpoint.Unix)) {
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            if (!server.admit(accepted, endpoint)) {
                loop.counters().countRefused();
                refuse(accepted);
            }
        } catch (IOException gone) {
            log().debug("a connection to {} was lost before it began: {}", endpoint, gone.toString());
            discard(accepted);
        }
    }

    /** A peer that expects TLS would make nothing of a text. */
    private void refuse(SocketChannel accepted) throws IOException {
        if (refusal.length > 0 && endpoint.tls() == null) {
            accepted.write(ByteBuffer.wrap(refusal));
        }
        accepted.close();
    }

    private static void discard(SocketChannel accepted) {
        try {
            accepted.close();
        } catch (IOException failed) {
            log().debug("a lost connection did not close well", failed);
        }
    }

    private void pause(IOException failed) {
        if (!channel.isOpen()) {
            return;
        }
        if (!failing) {
            failing = true;
            log().warn("cannot accept connections at {}, trying on: {}", endpoint, failed.getMessage());
        }
        loop.timers().arm(endOfPause, loop.nowNanos() + PAUSE_NANOS);
        watch();
    }

    /** There are as many connections as may be: looks again in a moment. */
    private void hold() {
        server.countHold(HOLD_NANOS);
        loop.timers().arm(endOfPause, loop.nowNanos() + HOLD_NANOS);
        watch();
    }

    private void watch() {
        if (key != null && key.isValid()) {
            key.interestOps(accepting && !endOfPause.isArmed() ? SelectionKey.OP_ACCEPT : 0);
        }
    }

    @Override
    protected void onLoopStop() {
        closeChannel();
    }

    /** Asked for when there is something to say: a server that starts need not wait until logging has started. */
    private static Logger log() {
        return LoggerFactory.getLogger(Listener.class);
    }
}
