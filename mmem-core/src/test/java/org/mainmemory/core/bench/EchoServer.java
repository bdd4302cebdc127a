package org.mainmemory.core.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.mainmemory.core.fiber.FiberConnection;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.core.net.LineEcho;
import org.mainmemory.core.net.NetServer;
import org.mainmemory.core.net.NetSettings;
import org.mainmemory.core.net.Protocol;

/**
 * One server, which sends each line back, written four times: {@code session}, {@code fiber}, {@code virtual} (blocking
 * code on the JDK's virtual threads) and {@code netty}. For {@code scripts/bench-echo}.
 */
public final class EchoServer {

    private static final int MAX_LINE = 64 << 10;

    private EchoServer() {
    }

    /** {@code EchoServer KIND PORT}: listens at the loopback address until it is killed. */
    public static void main(String[] arguments) throws Exception {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        switch (arguments[0]) {
            case "session" -> serve(address, LineEcho::new);
            case "fiber" -> serve(address, FiberProtocol.of(EchoServer::echo));
            case "virtual" -> serveOnVirtualThreads(address);
            case "netty" -> serveWithNetty(address);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        Thread.currentThread().join();
    }

    private static void serve(InetSocketAddress address, Protocol protocol) throws IOException {
        NetServer.bind(NetSettings.listeningAt(Endpoint.tcp(address)), LoopGroup.open(1), protocol).start();
    }

    private static void echo(FiberConnection connection) throws Exception {
        for (int length = connection.awaitLine(); length > 0; length = connection.awaitLine()) {
            connection.writeInput(length);
        }
    }

    private static void serveOnVirtualThreads(InetSocketAddress address) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(address, 1024);
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    socket.setTcpNoDelay(true);
                    Thread.ofVirtual().start(() -> echo(socket));
                }
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    /** Reads what there is, sends back line by line into a buffer, flushes when it has none left. */
    private static void echo(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), MAX_LINE)) {
            byte[] buffer = new byte[MAX_LINE];
            int start = 0;
            int end = 0;
            for (int count = in.read(buffer, end, MAX_LINE - end); count > 0;
                    count = in.read(buffer, end, MAX_LINE - end)) {
                int scan = end;
                end += count;
                for (; scan < end; scan++) {
                    if (buffer[scan] == '\n') {
                        out.write(buffer, start, scan + 1 - start);
                        start = scan + 1;
                    }
                }
                out.flush();
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                start = 0;
            }
        } catch (IOException lost) {
            // A benchmark's client has gone.
        }
    }

    private static void serveWithNetty(InetSocketAddress address) throws InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        new ServerBootstrap().group(loops).channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new LineBasedFrameDecoder(MAX_LINE, false, true), new NettyEcho());
                    }
                }).bind(address).sync();
    }

    private static final class NettyEcho extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object line) {
            var _ = context.write(line, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }
}
