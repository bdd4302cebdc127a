package org.mainmemory.server;

import java.io.FileDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;

/**
 * Calls of the shapes that a start makes through method handles: the JVM makes a class for each shape that it has not
 * met, which takes it a millisecond or two. Of what it made in a training it keeps in an AOT cache what belongs to
 * method references, and only that; but all calls whose primitive types are the same, whatever their objects are, share
 * the class. So there is a reference here for each shape, and the start finds it made.
 *
 * <p>Which shapes there are is said by {@code -Djava.lang.invoke.MethodHandle.TRACE_RESOLVE=true}: those that fail. The
 * first five are those of memory outside the heap ({@code jdk.internal.foreign.LayoutPath} of JDK 25), then come those
 * of {@code core.net.SocketIo} and of the JDK's lambdas that no other training leads to.
 */
final class TrainedCalls {

    private TrainedCalls() {
    }

    /** The references: all there is to do is to make them; they are answered so that they count as used. */
    static Object[] all() {
        ScaledOffset scaledOffset = TrainedCalls::scaledOffset;
        CheckedLayout checkedLayout = TrainedCalls::checkedLayout;
        Slice slice = MemorySegment::asSlice;
        LayoutSlice layoutSlice = MemorySegment::asSlice;
        ByNumber byNumber = TrainedCalls::byNumber;
        Received received = TrainedCalls::received;
        Sent sent = TrainedCalls::sent;
        NumberOf numberOf = TrainedCalls::numberOf;
        ByNumberAndObject byNumberAndObject = TrainedCalls::byNumberAndObject;
        NumberByTwo numberByTwo = TrainedCalls::numberByTwo;
        return new Object[] {scaledOffset, checkedLayout, slice, layoutSlice, byNumber, received, sent, numberOf,
                byNumberAndObject, numberByTwo};
    }

    private static long scaledOffset(long base, long index, long stride, long bound) {
        return base + index * stride;
    }

    private static void checkedLayout(MemorySegment segment, long offset, MemoryLayout layout) {
    }

    private static int received(FileDescriptor socket, long address, int count) {
        return count;
    }

    private static long sent(FileDescriptor socket, long address, int count) {
        return count;
    }

    private static Object byNumber(long number) {
        return number;
    }

    private static long numberOf(Object object) {
        return object.hashCode();
    }

    private static Object byNumberAndObject(long number, Object object) {
        return object;
    }

    private static long numberByTwo(long one, long other) {
        return one + other;
    }

    interface ScaledOffset {
        long of(long base, long index, long stride, long bound);
    }

    interface CheckedLayout {
        void of(MemorySegment segment, long offset, MemoryLayout layout);
    }

    interface Slice {
        MemorySegment of(MemorySegment segment, long offset, long size);
    }

    interface LayoutSlice {
        MemorySegment of(MemorySegment segment, long offset, MemoryLayout layout);
    }

    interface Received {
        int of(FileDescriptor socket, long address, int count);
    }

    interface Sent {
        long of(FileDescriptor socket, long address, int count);
    }

    interface ByNumber {
        Object of(long number);
    }

    interface NumberOf {
        long of(Object object);
    }

    interface ByNumberAndObject {
        Object of(long number, Object object);
    }

    interface NumberByTwo {
        long of(long one, long other);
    }
}
