package org.mainmemory.core.net;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes a stream socket with less around each call than a {@link SocketChannel} has.
 *
 * <p>Any thread may use or close a channel at any time, so it takes a lock for each direction and keeps each buffer
 * from being freed under it, one by one where several go in one write. A connection has one thread, and its loop's
 * memory outlives it. And for a stream a channel calls read, write and writev, on whose way the kernel looks at the
 * socket as at a file first. For datagrams NIO calls recv, send and sendmsg, which take any connected socket; so these
 * are called here. (In a loop over 200 connections on Linux 6.18 a request and its reply took 5.80 us by the channel,
 * 5.50 by read and write without it, 5.12 by recv and send.) The JDK's flight recorder does not see them.
 *
 * <p>The calls are the JDK's own: the JVM must open {@code sun.nio.ch} and {@code java.nio} of {@code java.base}, as
 * the jar's manifest does. Where it does not, or has others, there is no descriptor and connections use their channels.
 *
 * <p>Buffers are direct, and their memory is there as long as the loop runs. The loop's thread, but for
 * {@link #descriptor}, which any may ask for.
 */
final class SocketIo {

    /** Buffers in one write at most. */
    static final int MOST_BUFFERS = 16;

    /** Bytes of an iovec: an address and a length. */
    private static final int VECTOR_BYTES = 16;

    private static final boolean AVAILABLE = isOpen() && areFound() && ADDRESS.byteSize() == Long.BYTES;

    private final ByteBuffer vectors =
            ByteBuffer.allocateDirect(MOST_BUFFERS * VECTOR_BYTES).order(ByteOrder.nativeOrder());

    /** What {@code channel}'s socket is called by; null where only the channel will do. */
    static @Nullable FileDescriptor descriptor(SocketChannel channel) {
        return AVAILABLE ? (FileDescriptor) Calls.DESCRIPTOR.get(channel) : null;
    }

    /** As {@link SocketChannel#read(ByteBuffer)} of one that does not block, but for a buffer without room. */
    int read(FileDescriptor socket, ByteBuffer target) throws IOException {
        assert target.hasRemaining() : "to read nothing would seem to be the end";
        int start = target.position();
        try {
            int count = (int) Calls.READ.invokeExact(socket, address(target) + start, target.remaining());
            target.position(start + Math.max(count, 0));
            return count < -1 ? 0 : count;
        } catch (Throwable failed) {
            throw rethrow(failed);
        }
    }

    /** As {@link SocketChannel#write(ByteBuffer)} of one that does not block. */
    int write(FileDescriptor socket, ByteBuffer source) throws IOException {
        int start = source.position();
        try {
            int count = Math.max((int) Calls.WRITE.invokeExact(socket, address(source) + start, source.remaining()), 0);
            source.position(start + count);
            return count;
        } catch (Throwable failed) {
            throw rethrow(failed);
        }
    }

    /** As {@link SocketChannel#write(ByteBuffer[], int, int)} of one that does not block, but for positions. */
    long write(FileDescriptor socket, ByteBuffer[] sources, int count) throws IOException {
        assert count <= MOST_BUFFERS : count + " buffers in one write";
        for (int i = 0; i < count; i++) {
            ByteBuffer source = sources[i];
            vectors.putLong(i * VECTOR_BYTES, address(source) + source.position());
            vectors.putLong(i * VECTOR_BYTES + Long.BYTES, source.remaining());
        }
        try {
            return Math.max((long) Calls.WRITE_VECTORS.invokeExact(socket, address(vectors), count), 0);
        } catch (Throwable failed) {
            throw rethrow(failed);
        }
    }

    private static long address(ByteBuffer direct) {
        assert direct.isDirect() : "memory that the system can be told of";
        return (long) Calls.BUFFER_ADDRESS.get((Buffer) direct);
    }

    private static boolean isOpen() {
        Module ours = SocketIo.class.getModule();
        Module base = Object.class.getModule();
        return base.isOpen("sun.nio.ch", ours) && base.isOpen("java.nio", ours);
    }

    /** Whether this JDK has them all: they are nobody's but its own. */
    private static boolean areFound() {
        try {
            MethodHandles.lookup().ensureInitialized(Calls.class);
            return true;
        } catch (IllegalAccessException | ExceptionInInitializerError changed) {
            return false;
        }
    }

    /** Throws what a method handle threw; answers, for the caller's convenience, what the calls do not declare. */
    private static RuntimeException rethrow(Throwable failed) throws IOException {
        if (failed instanceof IOException lost) {
            throw lost;
        }
        if (failed instanceof Error error) {
            throw error;
        }
        return failed instanceof RuntimeException known ? known : new IllegalStateException(failed);
    }

    private static final class Calls {

        /** To call getFD of whatever channel there is the JVM would make a class when the first connection comes. */
        static final VarHandle DESCRIPTOR;
        static final MethodHandle READ;
        static final MethodHandle WRITE;
        static final MethodHandle WRITE_VECTORS;
        static final VarHandle BUFFER_ADDRESS;

        static {
            try {
                MethodHandles.Lookup ours = MethodHandles.lookup();
                Class<?> channels = Class.forName("sun.nio.ch.SocketChannelImpl");
                DESCRIPTOR = MethodHandles.privateLookupIn(channels, ours)
                        .findVarHandle(channels, "fd", FileDescriptor.class);
                Class<?> sockets = Class.forName("sun.nio.ch.DatagramDispatcher"); // recv, send, sendmsg
                MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(sockets, ours);
                MethodType some = MethodType.methodType(int.class, FileDescriptor.class, long.class, int.class);
                READ = lookup.findStatic(sockets, "read0", some);
                WRITE = lookup.findStatic(sockets, "write0", some);
                WRITE_VECTORS = lookup.findStatic(sockets, "writev0", some.changeReturnType(long.class));
                BUFFER_ADDRESS = MethodHandles.privateLookupIn(Buffer.class, ours)
                        .findVarHandle(Buffer.class, "address", long.class);
            } catch (ReflectiveOperationException changed) {
                throw new ExceptionInInitializerError(changed);
            }
        }
    }
}
