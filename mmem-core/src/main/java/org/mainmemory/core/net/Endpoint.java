package org.mainmemory.core.net;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.tls.TlsSettings;

/** A place to listen at: for connections, or for datagrams. */
public sealed interface Endpoint {

    /** A TCP port, 0 for a free one, on all of the machine's addresses, of IPv4 and IPv6. */
    static Endpoint anyAddress(int port) {
        return new AnyTcp(port, null);
    }

    /**
     * One TCP address. {@code 0.0.0.0} is all of IPv4 alone, {@code ::} all of IPv6 alone; for the latter the JVM must
     * export {@code java.base/sun.nio.ch}, otherwise it takes IPv4 as well, with a warning.
     */
    static Endpoint tcp(InetSocketAddress address) {
        return new Tcp(address, null);
    }

    /**
     * A UNIX domain socket. A socket that is left over at the path is removed first; any other file is not. At the end
     * it is left there: by then it may be that of a server which has taken the place. It never has more permission bits
     * than {@code mode}: for the moment in which it is bound, nor has any other file that the process creates.
     *
     * @param mode permission bits of the socket, such as 0700
     */
    static Endpoint unix(Path path, int mode) {
        return new Unix(path, mode);
    }

    /** A UDP port, 0 for a free one, on all of the machine's addresses, of IPv4 and IPv6. */
    static Endpoint anyUdpAddress(int port) {
        return new AnyUdp(port);
    }

    /** One UDP address. {@code 0.0.0.0} is all of IPv4 alone. */
    static Endpoint udp(InetSocketAddress address) {
        return new Udp(address);
    }

    /** Whether datagrams come in here, and not connections. */
    default boolean isDatagram() {
        return false;
    }

    /** What to bind to. */
    SocketAddress address();

    /** The family of socket to open; null for the one that takes both IPv4 and IPv6. */
    @Nullable ProtocolFamily family();

    /** How connections speak TLS; null if they do not. */
    default @Nullable TlsSettings tls() {
        return null;
    }

    /** This TCP endpoint with TLS, or with none; throws {@link IllegalArgumentException} for another. */
    default Endpoint withTls(@Nullable TlsSettings settings) {
        throw new IllegalArgumentException("no TLS at " + this);
    }

    /** All addresses. */
    record AnyTcp(int port, @Nullable TlsSettings tls) implements Endpoint {

        @Override
        public Endpoint withTls(@Nullable TlsSettings settings) {
            return new AnyTcp(port, settings);
        }

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
    record Tcp(InetSocketAddress address, @Nullable TlsSettings tls) implements Endpoint {

        @Override
        public Endpoint withTls(@Nullable TlsSettings settings) {
            return new Tcp(address, settings);
        }

        @Override
        public ProtocolFamily family() {
            return familyOf(address);
        }
    }

    /** All addresses, for datagrams. */
    record AnyUdp(int port) implements Endpoint {

        @Override
        public boolean isDatagram() {
            return true;
        }

        @Override
        public SocketAddress address() {
            return new InetSocketAddress(port);
        }

        @Override
        public @Nullable ProtocolFamily family() {
            return null;
        }
    }

    /** One address for datagrams. */
    record Udp(InetSocketAddress address) implements Endpoint {

        @Override
        public boolean isDatagram() {
            return true;
        }

        @Override
        public ProtocolFamily family() {
            return familyOf(address);
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

    private static ProtocolFamily familyOf(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }
}
