package org.mainmemory.core.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Opens the sockets that a server listens with. Cold; any thread. */
final class ServerSockets {

    /** From the lowest bit of a mode upwards. */
    private static final PosixFilePermission[] PERMISSIONS = {
        PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ
    };

    private ServerSockets() {
    }

    /** A non-blocking socket that listens at {@code endpoint}. */
    static ServerSocketChannel open(Endpoint endpoint, int backlog) throws ListenException {
        try {
            return tryOpen(endpoint, backlog);
        } catch (IOException failed) {
            throw new ListenException(endpoint, failed);
        }
    }

    private static ServerSocketChannel tryOpen(Endpoint endpoint, int backlog) throws IOException {
        var family = endpoint.family();
        ServerSocketChannel channel = family == null ? ServerSocketChannel.open() : ServerSocketChannel.open(family);
        try {
            channel.configureBlocking(false);
            if (endpoint instanceof Endpoint.Unix unix) {
                removeStaleSocket(unix.path());
                channel.bind(unix.address(), backlog);
                Files.setPosixFilePermissions(unix.path(), permissions(unix.mode()));
            } else {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(endpoint.address(), backlog);
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

    /** Closes a socket of {@link #open}, and removes what it left in the file system. */
    static void close(Endpoint endpoint, ServerSocketChannel channel) throws IOException {
        channel.close();
        if (endpoint instanceof Endpoint.Unix unix) {
            Files.deleteIfExists(unix.path());
        }
    }

    /** Only a socket is removed; anything else at the path makes the bind fail. */
    private static void removeStaleSocket(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
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
