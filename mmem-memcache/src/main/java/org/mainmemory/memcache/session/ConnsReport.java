package org.mainmemory.memcache.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.DatagramPort;
import org.mainmemory.core.net.NetServer;
import org.mainmemory.core.task.Step;
import org.mainmemory.core.task.Task;

/**
 * {@code stats conns}: asks each loop about its connections, and tells them when all have answered; meanwhile others
 * have their turns. Listeners come first, then UDP sockets, then connections in order of arrival; the numbers that
 * stand in place of file descriptors are given out in the same order and never twice.
 */
final class ConnsReport implements Phase {

    private final ServerState server;
    private final NetServer net;
    private final int nowSeconds;
    private final ConcurrentLinkedQueue<Row> rows = new ConcurrentLinkedQueue<>();
    private final AtomicInteger loopsToAnswer = new AtomicInteger();
    private boolean asked;
    private @Nullable Telling telling;

    /** What is told of a connection or listener. */
    private record Row(
            long number, boolean udp, String address, @Nullable String listenAddress, String state, int idleSeconds) {
    }

    ConnsReport(ServerState server, NetServer net, int nowSeconds) {
        this.server = server;
        this.net = net;
        this.nowSeconds = nowSeconds;
    }

    @Override
    public Progress resume(Connection connection, InputBuffer in, OutputBuffer out) {
        if (telling != null) {
            return telling.resume(connection, in, out);
        }
        if (!asked) {
            asked = true;
            listeners();
            loopsToAnswer.set(net.loops().size());
            net.loops().loops().forEach(this::ask);
        }
        if (loopsToAnswer.get() == 0) {
            telling = new Telling(text().getBytes(ISO_8859_1));
        }
        return Progress.AGAIN;
    }

    private void listeners() {
        List<SocketAddress> addresses = net.addresses();
        int uptime = server.clock().uptime(nowSeconds);
        for (int i = 0; i < addresses.size(); i++) {
            rows.add(new Row(i + 1, false, told("tcp", addresses.get(i)), null, "conn_listening", uptime));
        }
    }

    private void ask(EventLoop loop) {
        boolean runs = loop.post(new Task() {
            @Override
            public Step run() {
                net.forEachConnection(loop, ConnsReport.this::add);
                udpSockets(loop);
                loopsToAnswer.decrementAndGet();
                return Step.DONE;
            }
        });
        if (!runs) {
            loopsToAnswer.decrementAndGet();
        }
    }

    private void add(Connection connection) {
        if (connection.session() instanceof MemcacheSession session) {
            rows.add(new Row(server.numberOf(connection), false, told("tcp", connection.remoteAddress()),
                    told("tcp", connection.localAddress()), session.state(),
                    nowSeconds - session.lastTurnSeconds()));
        }
    }

    private void udpSockets(EventLoop loop) {
        List<DatagramPort> ports = net.datagramPorts();
        for (int i = 0; i < ports.size(); i++) {
            DatagramPort port = ports.get(i);
            if (port.loop() == loop && port.session() instanceof UdpConversation conversation) {
                MemcacheSession session = conversation.session();
                rows.add(new Row(server.numberOfUdp(i), true, told("udp", port.localAddress()), null, session.state(),
                        nowSeconds - session.lastTurnSeconds()));
            }
        }
    }

    private String text() {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingLong(Row::number));
        StatsReport report = new StatsReport();
        for (Row row : sorted) {
            report.under(Long.toString(row.number()));
            if (row.udp()) {
                report.put("UDP", "UDP");
            }
            report.put("addr", row.address());
            if (row.listenAddress() != null) {
                report.put("listen_addr", row.listenAddress());
            }
            report.put("state", row.state()).put("secs_since_last_cmd", Math.max(0, row.idleSeconds()));
        }
        return report.text();
    }

    private static String told(String transport, SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            return "unix:" + unix.getPath();
        }
        if (address instanceof InetSocketAddress net && net.getAddress() instanceof Inet6Address six) {
            return transport + "6:[" + AddressText.of(six) + "]:" + net.getPort();
        }
        return address instanceof InetSocketAddress net
                ? transport + ":" + net.getAddress().getHostAddress() + ":" + net.getPort() : "?:" + address;
    }

    @Override
    public boolean takesTurns() {
        return true;
    }

    @Override
    public String state() {
        return "conn_parse_cmd";
    }

    @Override
    public void end() {
        // What loops still answer goes unheard.
    }
}
