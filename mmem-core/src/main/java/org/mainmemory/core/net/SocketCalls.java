package org.mainmemory.core.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.channels.ServerSocketChannel;
import java.util.NoSuchElementException;

/**
 * What NIO has no words for, said to the C library. Each function is linked when it is first needed, which takes some
 * milliseconds; a server that needs none pays for none.
 *
 * <p>A channel's descriptor is known to {@code sun.nio.ch} alone: the JVM must export that package of
 * {@code java.base} ({@code --add-exports java.base/sun.nio.ch=ALL-UNNAMED}, or the jar's manifest).
 *
 * <p>Whoever calls goes on without what is refused: a socket of IPv6 takes IPv4 as well, packets bear no mark, a UNIX
 * domain socket gets its mode a moment after it was bound. A JVM that permits no native access, or a system without
 * the function, is no reason not to serve.
 *
 * <p>Cold; any thread.
 */
final class SocketCalls {

    private static final int IPPROTO_IPV6 = 41;
    private static final Numbers NUMBERS = Numbers.of(System.getProperty("os.name", ""));

    /**
     * What a system calls setsockopt's options.
     *
     * @param level SOL_SOCKET
     * @param mark SO_MARK, SO_USER_COOKIE or SO_RTABLE; 0 if there is nothing of the kind
     * @param ipv6Only IPV6_V6ONLY
     */
    record Numbers(int level, int mark, int ipv6Only) {

        /** Those of Linux, and of the BSDs with macOS, which agree but for marks. */
        static Numbers of(String system) {
            return switch (system) {
                case "Linux" -> new Numbers(1, 36, 26);
                case "FreeBSD" -> new Numbers(0xffff, 0x1015, 27);
                case "OpenBSD" -> new Numbers(0xffff, 0x1021, 27);
                default -> new Numbers(0xffff, 0, 27);
            };
        }
    }

    private SocketCalls() {
    }

    /**
     * Keeps a socket of IPv6 from taking IPv4 as well. Before it is bound.
     *
     * @throws IOException if that cannot be had here
     */
    static void takeIpv6Only(ServerSocketChannel channel) throws IOException {
        setOption(channel, IPPROTO_IPV6, NUMBERS.ipv6Only, 1);
    }

    /**
     * Marks the packets of a socket, and of those it accepts, for the system's firewall and routing.
     *
     * @throws IOException if that cannot be had here, or the process has not the right
     */
    static void mark(ServerSocketChannel channel, int mark) throws IOException {
        if (NUMBERS.mark == 0) {
            throw new IOException("this system marks no sockets");
        }
        setOption(channel, NUMBERS.level, NUMBERS.mark, mark);
    }

    /**
     * Lets files and sockets that the process creates, on whichever thread, have the bits of {@code mode} at most,
     * until it is told otherwise.
     *
     * @return the bits that were allowed before
     * @throws IOException if that cannot be had here
     */
    static int allowModeAtMost(int mode) throws IOException {
        int all = 0777;
        try {
            return ~(int) Umask.CALL.invokeExact(~mode & all) & all;
        } catch (Throwable refused) {
            throw refused("umask", refused);
        }
    }

    private static void setOption(ServerSocketChannel channel, int level, int option, int value) throws IOException {
        int descriptor = descriptor(channel);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(JAVA_INT, value);
            int failed = (int) SetSockOpt.CALL.invokeExact(
                    descriptor, level, option, bytes, (int) JAVA_INT.byteSize());
            if (failed != 0) {
                throw new IOException("setsockopt(" + level + ", " + option + ") is refused");
            }
        } catch (IOException failed) {
            throw failed;
        } catch (Throwable refused) {
            throw refused("setsockopt", refused);
        }
    }

    private static int descriptor(ServerSocketChannel channel) throws IOException {
        try {
            return (int) Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal").invoke(channel);
        } catch (ReflectiveOperationException | RuntimeException hidden) {
            throw new IOException("the JVM does not export java.base/sun.nio.ch", hidden);
        }
    }

    private static IOException refused(String function, Throwable why) {
        if (why instanceof VirtualMachineError error) {
            throw error;
        }
        return new IOException("the JVM does not call " + function, why);
    }

    private static MethodHandle function(String name, FunctionDescriptor shape) {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
        } catch (NoSuchElementException missing) {
            throw new UnsupportedOperationException("the C library has no " + name, missing);
        }
    }

    private static final class Umask {
        static final MethodHandle CALL = function("umask", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    private static final class SetSockOpt {
        static final MethodHandle CALL = function("setsockopt",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    }
}
