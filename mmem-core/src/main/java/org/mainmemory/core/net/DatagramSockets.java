package org.mainmemory.core.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens the sockets that a server receives datagrams with. Cold; any thread.
 *
 * <p>Where the system has SO_REUSEPORT, each loop gets a socket of its own at the same address, and the system deals
 * datagrams to them, those of one peer always to the same (Linux; elsewhere one socket may get them all, which is as
 * good as one loop). So a datagram wakes one loop, its peer's requests are answered in their order, and nothing is
 * shared. Where the system has none there is one socket.
 *
 * <p>SO_REUSEPORT would also let another process of the same user take its share of the datagrams, so the first socket
 * is bound without it: if the address is in use, by another server of this kind as well, that fails. Only then are the
 * first socket and those beside it declared to share.
 */
final class DatagramSockets {

    /** What the system may keep of replies until the network takes them, in bytes; it may allow less. */
    private static final int SEND_BUFFER_BYTES = 1 << 20;

    private DatagramSockets() {
    }

    /** Non-blocking sockets that receive at {@code endpoint}: {@code count}, or one. */
    static List<DatagramChannel> open(Endpoint endpoint, int count) throws ListenException {
        List<DatagramChannel> channels = new ArrayList<>();
        try {
            InetSocketAddress asked = (InetSocketAddress) endpoint.address();
            DatagramChannel first = add(channels, endpoint);
            first.bind(asked);
            if (count > 1 && first.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                first.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                int port = ((InetSocketAddress) first.getLocalAddress()).getPort();
                while (channels.size() < count) {
                    add(channels, endpoint)
                            .setOption(StandardSocketOptions.SO_REUSEPORT, true)
                            .bind(new InetSocketAddress(asked.getAddress(), port));
                }
            }
            return channels;
        } catch (UnresolvedAddressException unknown) {
            throw failure(endpoint, channels, new IOException("Unknown host", unknown));
        } catch (IOException failed) {
            throw failure(endpoint, channels, failed);
        }
    }

    private static DatagramChannel add(List<DatagramChannel> channels, Endpoint endpoint) throws IOException {
        var family = endpoint.family();
        DatagramChannel channel = family == null ? DatagramChannel.open() : DatagramChannel.open(family);
        channels.add(channel);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
        return channel;
    }

    /** Closes the sockets; the reason is the one before that. */
    private static ListenException failure(Endpoint endpoint, List<DatagramChannel> channels, IOException reason) {
        for (DatagramChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException failed) {
                reason.addSuppressed(failed);
            }
        }
        return new ListenException(endpoint, reason);
    }
}
