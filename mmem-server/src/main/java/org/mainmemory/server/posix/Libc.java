package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * Calls functions of the C library by name: those whose parameters are at most two integers or pointers, and, more
 * slowly, at most six.
 *
 * <p>All are called as {@code long f(long, long)}, or with six parameters. On the 64-bit systems that mmem knows,
 * integers and pointers travel in registers of their own, one each, and a function looks at no register that it has no
 * parameter for; of the result only as many bits count as the function's type has. A shape for all is linked once, and
 * linking is what takes the time: some 10 ms each when a server starts, several times that for the first one.
 *
 * <p>Any thread.
 */
final class Libc {

    static final boolean MAC = System.getProperty("os.name", "").startsWith("Mac");

    private static final int LONGEST_TEXT = 4096;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = STATE.byteOffset(PathElement.groupElement("errno"));

    private Libc() {
    }

    /**
     * Calls a function that answers an int, -1 meaning failure.
     *
     * @throws PosixException with errno, if the answer is -1
     */
    static int call(String name, long first, long second) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            return checked((int) invoke(name, state, first, second), state);
        }
    }

    private static int checked(int answer, MemorySegment state) throws PosixException {
        if (answer == -1) {
            int errno = state.get(JAVA_INT, ERRNO_OFFSET);
            throw new PosixException(errno, text(invoke("strerror", state, errno, 0)));
        }
        return answer;
    }

    /**
     * Calls a function of up to six parameters that answers an int, -1 meaning failure. Needs a shape of its own.
     *
     * @throws PosixException with errno, if the answer is -1
     */
    static int callWide(String name, long first, long second, long third, long fourth) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int answer = (int) (long) Wide.CALL.invokeExact(
                    function(name), state, first, second, third, fourth, 0L, 0L);
            return checked(answer, state);
        } catch (PosixException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls a function that answers a pointer: its address, 0 for NULL. */
    static long callForPointer(String name, MemorySegment argument) {
        try (Arena arena = Arena.ofConfined()) {
            return invoke(name, arena.allocate(STATE), argument.address(), 0);
        }
    }

    /** What is at an address that the C library answered. */
    @SuppressWarnings("restricted")
    static MemorySegment at(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    private static String text(long address) {
        return at(address, LONGEST_TEXT).getString(0);
    }

    private static long invoke(String name, MemorySegment state, long first, long second) {
        try {
            return (long) Narrow.CALL.invokeExact(function(name), state, first, second);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MemorySegment function(String name) {
        return Linker.nativeLinker().defaultLookup().find(name)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(shape, Linker.Option.captureCallState("errno"));
    }

    // Each is linked when it is first needed.

    private static final class Narrow {

        static final MethodHandle CALL = link(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
    }

    private static final class Wide {

        static final MethodHandle CALL = link(FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    }
}
