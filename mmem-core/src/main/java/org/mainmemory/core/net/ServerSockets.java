package org.mainmemory.core.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** Opens the sockets that a server listens with. Cold; any thread. */
final class ServerSockets {

    /** From the lowest bit of a mode upwards. */
    private static final PosixFilePermission[] PERMISSIONS = {
        PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ
    };

    /** The bits of a POSIX file mode that say what sort of file it is, and what they are for a socket. */
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private ServerSockets() {
    }

    /** A non-blocking socket that listens at {@code endpoint}. */
    static ServerSocketChannel open(Endpoint endpoint, NetSettings settings) throws ListenException {
        try {
            return tryOpen(endpoint, settings);
        } catch (IOException failed) {
            throw new ListenException(endpoint, failed);
        }
    }

    private static ServerSocketChannel tryOpen(Endpoint endpoint, NetSettings settings) throws IOException {
        var family = endpoint.family();
        ServerSocketChannel channel = family == null ? ServerSocketChannel.open() : ServerSocketChannel.open(family);
        try {
            channel.configureBlocking(false);
            if (endpoint instanceof Endpoint.Unix unix) {
                removeStaleSocket(unix.path());
                bindWithMode(channel, unix, settings.backlog());
            } else {
                bindTcp(channel, endpoint, settings);
            }
            return channel;
        } catch (UnresolvedAddressException unknown) {
            channel.close();
            throw new IOException("Unknown host", unknown);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static void bindTcp(ServerSocketChannel channel, Endpoint endpoint, NetSettings settings)
            throws IOException {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (isAllOfIpv6(endpoint)) {
            unlessRefused(endpoint, "takes IPv4 as well", () -> SocketCalls.takeIpv6Only(channel));
        }
        if (settings.mark() != 0) {
            unlessRefused(endpoint, "marks no packets", () -> SocketCalls.mark(channel, settings.mark()));
        }
        channel.bind(endpoint.address(), settings.backlog());
    }

    private static boolean isAllOfIpv6(Endpoint endpoint) {
        return endpoint instanceof Endpoint.Tcp tcp
                && tcp.address().getAddress() instanceof Inet6Address all
                && all.isAnyLocalAddress();
    }

    /** Something that a server can do without, but not silently. */
    private static void unlessRefused(Endpoint endpoint, String otherwise, Setting setting) {
        try {
            setting.make();
        } catch (IOException refused) {
            LoggerFactory.getLogger(ServerSockets.class).warn("{} {}: {}", endpoint, otherwise, refused.getMessage());
        }
    }

    /** Makes a setting of a socket. */
    @FunctionalInterface
    private interface Setting {
        void make() throws IOException;
    }

    /** The socket's mode is narrow from its first moment on, if the C library can be asked for that. */
    private static void bindWithMode(ServerSocketChannel channel, Endpoint.Unix unix, int backlog)
            throws IOException {
        int before;
        try {
            before = SocketCalls.allowModeAtMost(unix.mode());
        } catch (IOException refused) {
            channel.bind(unix.address(), backlog);
            Files.setPosixFilePermissions(unix.path(), permissions(unix.mode()));
            return;
        }
        try {
            channel.bind(unix.address(), backlog);
        } finally {
            SocketCalls.allowModeAtMost(before);
        }
    }

    /** Only a socket is removed; anything else at the path makes the bind fail. */
    private static void removeStaleSocket(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & FILE_TYPE) == SOCKET) {
            Files.delete(path);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < PERMISSIONS.length; bit++) {
            if ((mode >> bit & 1) != 0) {
                set.add(PERMISSIONS[bit]);
            }
        }
        return set;
    }
}
