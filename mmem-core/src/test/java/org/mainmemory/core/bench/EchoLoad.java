package org.mainmemory.core.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Load for {@link EchoServer}: each connection has a batch of lines under way, over and over, all from one thread. */
public final class EchoLoad {

    private static final int LINE = 32;

    private EchoLoad() {
    }

    /**
     * {@code EchoLoad PORT CONNECTIONS PIPELINE MILLIS}: prints how many lines came back; with 0 connections, how long
     * a quiet one waits.
     */
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        int connections = Integer.parseInt(arguments[1]);
        int pipeline = Integer.parseInt(arguments[2]);
        long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[3]));
        if (connections == 0) {
            wait(server, nanos);
        } else {
            load(server, connections, pipeline, nanos);
        }
    }

    private static void load(InetSocketAddress server, int connections, int pipeline, long nanos) throws IOException {
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            channels.add(connect(server));
        }
        ByteBuffer request = batch(pipeline);
        ByteBuffer reply = ByteBuffer.allocateDirect(request.capacity());
        long end = System.nanoTime() + nanos;
        long lines = 0;
        for (SocketChannel channel : channels) {
            send(channel, request);
        }
        while (System.nanoTime() - end < 0) {
            for (SocketChannel channel : channels) {
                receive(channel, reply);
                lines += pipeline;
                send(channel, request);
            }
        }
        for (SocketChannel channel : channels) {
            receive(channel, reply);
            lines += pipeline;
            channel.close();
        }
        System.out.println(lines);
    }

    /** A quiet client: a line every millisecond. Prints microseconds to its reply: the median, the 99th hundredth. */
    private static void wait(InetSocketAddress server, long nanos) throws IOException {
        ByteBuffer request = batch(1);
        ByteBuffer reply = ByteBuffer.allocateDirect(request.capacity());
        long[] trips = new long[Math.toIntExact(TimeUnit.NANOSECONDS.toMillis(nanos)) + 1];
        int count = 0;
        try (SocketChannel channel = connect(server)) {
            long end = System.nanoTime() + nanos;
            for (long now = System.nanoTime(); now - end < 0 && count < trips.length; now = System.nanoTime()) {
                send(channel, request);
                receive(channel, reply);
                trips[count++] = System.nanoTime() - now;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        Arrays.sort(trips, 0, count);
        System.out.println(trips[count / 2] / 1000 + " " + trips[count * 99 / 100] / 1000);
    }

    private static SocketChannel connect(InetSocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    private static ByteBuffer batch(int lines) {
        byte[] bytes = ("x".repeat(LINE - 1) + "\n").repeat(lines).getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes);
    }

    private static void send(SocketChannel channel, ByteBuffer request) throws IOException {
        request.rewind();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    private static void receive(SocketChannel channel, ByteBuffer reply) throws IOException {
        reply.clear();
        while (reply.hasRemaining()) {
            if (channel.read(reply) < 0) {
                throw new IOException("the server hung up");
            }
        }
    }
}
