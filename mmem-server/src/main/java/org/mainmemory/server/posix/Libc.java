package org.mainmemory.server.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * Calls a function of the C library by name. For a handful of calls at start: each looks its function up anew.
 *
 * <p>Any thread; nothing is kept.
 */
final class Libc {

    static final boolean MAC = System.getProperty("os.name", "").startsWith("Mac");

    private static final int LONGEST_STRING = 4096;

    private Libc() {
    }

    /**
     * Calls a function that answers an int, -1 meaning failure.
     *
     * @throws PosixException with errno, if the answer is -1
     */
    static int call(String name, MemoryLayout[] parameters, Object... arguments) throws PosixException {
        StructLayout stateLayout = Linker.Option.captureStateLayout();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(stateLayout);
            MethodHandle function = function(
                    name, FunctionDescriptor.of(JAVA_INT, parameters), Linker.Option.captureCallState("errno"));
            Object[] all = new Object[arguments.length + 1];
            all[0] = state;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            int answer = (int) invoke(function, all);
            if (answer == -1) {
                int errno = state.get(
                        JAVA_INT, stateLayout.byteOffset(MemoryLayout.PathElement.groupElement("errno")));
                throw new PosixException(errno, describe(errno));
            }
            return answer;
        }
    }

    /** Calls a function that takes and answers a pointer; NULL is {@code MemorySegment.NULL}. */
    static MemorySegment callForPointer(String name, MemorySegment argument) {
        return (MemorySegment) invoke(function(name, FunctionDescriptor.of(ADDRESS, ADDRESS)), argument);
    }

    @SuppressWarnings("restricted")
    private static String describe(int errno) {
        MethodHandle strerror = function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        MemorySegment text = (MemorySegment) invoke(strerror, errno);
        return text.reinterpret(LONGEST_STRING).getString(0);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address = linker.defaultLookup().find(name)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
        return linker.downcallHandle(address, descriptor, options);
    }

    @SuppressWarnings("IllegalCatch")
    private static Object invoke(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
