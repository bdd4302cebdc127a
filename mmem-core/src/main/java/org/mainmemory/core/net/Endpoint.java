package org.mainmemory.core.net;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A place to listen at. */
public sealed interface Endpoint {

    /** A TCP port, 0 for a free one, on all of the machine's addresses, of IPv4 and IPv6. */
    static Endpoint anyAddress(int port) {
        return new AnyTcp(port);
    }

    /** One TCP address. {@code 0.0.0.0} is all of IPv4 alone. */
    static Endpoint tcp(InetSocketAddress address) {
        return new Tcp(address);
    }

    /**
     * A UNIX domain socket. A socket that is left over at the path is removed first; any other file is not.
     *
     * @param mode permission bits of the socket, such as 0700
     */
    static Endpoint unix(Path path, int mode) {
        return new Unix(path, mode);
    }

    /** What to bind to. */
    SocketAddress address();

    /** The family of socket to open; null for the one that takes both IPv4 and IPv6. */
    @Nullable ProtocolFamily family();

    /** All addresses. */
    record AnyTcp(int port) implements Endpoint {

        @Override
        public SocketAddress address() {
            return new InetSocketAddress(port);
        }

        @Override
        public @Nullable ProtocolFamily family() {
            return null;
        }
    }

    /** One TCP address. */
    record Tcp(InetSocketAddress address) implements Endpoint {

        @Override
        public ProtocolFamily family() {
            return address.getAddress() instanceof Inet4Address
                    ? StandardProtocolFamily.INET
                    : StandardProtocolFamily.INET6;
        }
    }

    /** A UNIX domain socket with its permission bits. */
    record Unix(Path path, int mode) implements Endpoint {

        @Override
        public SocketAddress address() {
            return UnixDomainSocketAddress.of(path);
        }

        @Override
        public ProtocolFamily family() {
            return StandardProtocolFamily.UNIX;
        }
    }
}
