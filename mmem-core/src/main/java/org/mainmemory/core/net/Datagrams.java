package org.mainmemory.core.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.ChannelTask;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;
import org.mainmemory.core.task.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP socket on a loop. One step of it: send what was left unsent; then receive and answer datagrams one by one,
 * until there is none, or {@value #BATCH} are done, or their replies come to
 * {@value TurnOutput#OUTPUT_PER_TURN} bytes.
 *
 * <p>A reply that the socket does not take waits, and while it does the socket is watched for writing alone: requests
 * pile up in the system, which drops what is too much. A reply that the system refuses to send, because its receiver
 * has no route or no port, is dropped and counted, and concerns nobody else.
 *
 * <p>What is allocated: nothing, as long as one datagram comes from the same peer as the one before. For another peer
 * {@code DatagramChannel.receive} makes an {@code InetSocketAddress} and what hangs on it, some 100 bytes that die
 * young; there is no way around it in {@code java.nio}, short of a connected channel for each peer.
 */
final class Datagrams extends ChannelTask implements DatagramPort {

    private static final int BATCH = 64;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final EventLoop loop;
    private final DatagramChannel channel;
    private final DatagramProtocol protocol;
    private final SocketAddress localAddress;
    private final ReadableByteChannel receiver = new Receiver();
    private final DatagramReply.Socket socket;
    private final Timer endOfPause = new Timer(new Task() {
        @Override
        public Step run() {
            watch();
            return Step.DONE;
        }
    });

    private @Nullable SelectionKey key;
    private @Nullable DatagramSession session;
    private @Nullable DatagramReply reply;
    private @Nullable SocketAddress sender;
    private boolean failing;
    private boolean closed;

    Datagrams(EventLoop loop, DatagramChannel channel, DatagramProtocol protocol) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.socket = channel::send;
        this.protocol = protocol;
        this.localAddress = channel.getLocalAddress();
    }

    /** Begins to receive. */
    void open() {
        try {
            DatagramSession opened = protocol.open(this);
            session = opened;
            reply = new DatagramReply(opened.shape());
            key = loop.register(channel, SelectionKey.OP_READ, this);
        } catch (IOException | RuntimeException failed) {
            log().error("cannot receive at {}", this, failed);
            close();
        }
    }

    @Override
    public Step run() {
        takeReadyOps();
        DatagramReply replying = reply;
        if (session == null || replying == null) {
            close();
        }
        if (closed || replying == null) {
            return Step.DONE;
        }
        try {
            serve(replying);
        } catch (IOException failed) {
            pause(failed);
        }
        watch();
        return Step.PARKED;
    }

    /** Throws if the socket fails to receive. */
    private void serve(DatagramReply replying) throws IOException {
        LoopCounters counters = loop.counters();
        long bound = counters.bytesWritten() + TurnOutput.OUTPUT_PER_TURN;
        if (replying.isUnsent()) {
            send(replying);
        }
        for (int i = 0; i < BATCH && !replying.isUnsent() && counters.bytesWritten() < bound; i++) {
            SocketAddress peer = receive();
            if (peer == null) {
                return;
            }
            answer(replying);
            replying.sealFor(peer);
            send(replying);
            if (replying.isUnsent()) {
                counters.countReplyHeld();
            }
        }
    }

    private @Nullable SocketAddress receive() throws IOException {
        InputBuffer input = loop.input();
        input.clear();
        SocketAddress before = sender;
        sender = null;
        int count = input.fill(receiver);
        SocketAddress peer = sender;
        if (peer == null) {
            sender = before;
            return null;
        }
        failing = false;
        loop.counters().countDatagramRead(count);
        return peer;
    }

    private void answer(DatagramReply replying) {
        OutputBuffer output = loop.output();
        output.clear();
        replying.clear();
        try {
            Objects.requireNonNull(session).onDatagram(loop.input(), output);
            if (output.length() > 0 && !flush()) {
                throw new IllegalStateException("a reply that is too long was not cut short by its session");
            }
        } catch (Throwable failed) {
            loop.counters().countFailure();
            log().error("the answer to a datagram of {} failed", sender, failed);
            replying.clear();
            closeSession();
            session = protocol.open(this);
        }
    }

    private void send(DatagramReply replying) {
        try {
            replying.sendTo(socket, Objects.requireNonNull(session), loop.counters());
        } catch (IOException refused) {
            replying.clear();
            loop.counters().countReplyLost();
            log().debug("a reply of {} is lost: {}", this, refused.toString());
        }
    }

    /** The system does not let it receive: it tries again in a moment. */
    private void pause(IOException failed) {
        if (!channel.isOpen()) {
            return;
        }
        if (!failing) {
            failing = true;
            log().warn("cannot receive at {}, trying on: {}", this, failed.getMessage());
        }
        loop.timers().arm(endOfPause, loop.nowNanos() + PAUSE_NANOS);
    }

    private void watch() {
        if (key == null || !key.isValid() || reply == null) {
            return;
        }
        int ops = reply.isUnsent() ? SelectionKey.OP_WRITE : endOfPause.isArmed() ? 0 : SelectionKey.OP_READ;
        if (key.interestOps() != ops) {
            key.interestOps(ops);
        }
    }

    /** Answers what waits, as far as one step does, then closes. */
    void finish() {
        run();
        close();
    }

    /** Closes. */
    void close() {
        if (!closed) {
            closed = true;
            loop.timers().cancel(endOfPause);
            closeChannel();
            closeSession();
        }
    }

    /** Closes the channel alone; for a server whose loops never ran as well. */
    void closeChannel() {
        try {
            channel.close();
        } catch (IOException failed) {
            log().warn("{} did not close well: {}", this, failed.getMessage());
        }
    }

    private void closeSession() {
        DatagramSession ended = session;
        session = null;
        if (ended != null) {
            try {
                ended.onClose();
            } catch (Throwable failed) {
                loop.counters().countFailure();
                log().error("{} failed while its session was closed", this, failed);
            }
        }
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public @Nullable SocketAddress sender() {
        return sender;
    }

    @Override
    public @Nullable DatagramSession session() {
        return session;
    }

    @Override
    public boolean flush() {
        OutputBuffer output = loop.output();
        try {
            output.drainTo(Objects.requireNonNull(reply));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return output.length() == 0;
    }

    @Override
    public void discard() {
        Objects.requireNonNull(reply).clear();
    }

    @Override
    protected void onLoopStop() {
        close();
    }

    @Override
    public String toString() {
        return "UDP socket " + localAddress;
    }

    /** Fills an input buffer with one datagram, and notes who sent it. */
    private final class Receiver implements ReadableByteChannel {

        @Override
        public int read(ByteBuffer target) throws IOException {
            int before = target.position();
            sender = channel.receive(target);
            return target.position() - before;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Asked for when there is something to say: a server that starts need not wait until logging has started. */
    private static Logger log() {
        return LoggerFactory.getLogger(Datagrams.class);
    }
}
