package org.mainmemory.core.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Load for {@link EchoServer}: each connection has a batch of lines under way, over and over, all from one thread. */
public final class EchoLoad {

    private static final int LINE = 32;

    private EchoLoad() {
    }

    /** {@code EchoLoad PORT CONNECTIONS PIPELINE MILLIS}: prints how many lines came back. */
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        int pipeline = Integer.parseInt(arguments[2]);
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            channels.add(SocketChannel.open(server));
            channels.getLast().setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        String batch = ("x".repeat(LINE - 1) + "\n").repeat(pipeline);
        ByteBuffer request = ByteBuffer.allocateDirect(batch.length());
        request.put(batch.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer reply = ByteBuffer.allocateDirect(batch.length());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[3]));
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
