package org.mainmemory.core.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Anonymous private mappings without the C library: of Linux's {@code /dev/zero}, by the calls with which NIO maps
 * files. To link a first function of the C library takes as long as all the rest of a start, and megabytes.
 *
 * <p>The calls are the JDK's own: the JVM must open {@code sun.nio.ch} and {@code java.nio} of {@code java.base}, as
 * the jar's manifest does. {@link java.nio.channels.FileChannel#map} will not do: it asks for the device's size first,
 * and there is none.
 *
 * <p>Any thread.
 */
final class ZeroDevice {

    private static final int PRIVATE = 2;

    /** Stays open: later there may be no descriptor to be had, or no right to open files. */
    private final RandomAccessFile device;
    private final Method map;
    private final Method unmap;
    private final Method unload;
    private final long pageSize;

    private ZeroDevice() throws ReflectiveOperationException, IOException {
        Class<?> files = Class.forName("sun.nio.ch.UnixFileDispatcherImpl");
        map = open(files.getDeclaredMethod(
                "map0", FileDescriptor.class, int.class, long.class, long.class, boolean.class));
        unmap = open(files.getDeclaredMethod("unmap0", long.class, long.class));
        unload = open(Class.forName("java.nio.MappedMemoryUtils").getDeclaredMethod("unload0", long.class, long.class));
        pageSize = (int) open(Class.forName("java.nio.Bits").getDeclaredMethod("pageSize")).invoke(null);
        device = new RandomAccessFile("/dev/zero", "rw");
    }

    /** The device; null where there is none, or this JVM does not let us at it. */
    static @Nullable ZeroDevice find() {
        Module ours = ZeroDevice.class.getModule();
        Module base = Object.class.getModule();
        if (!System.getProperty("os.name", "").equals("Linux") || !ours.isNativeAccessEnabled()
                || !base.isOpen("sun.nio.ch", ours) || !base.isOpen("java.nio", ours)) {
            return null;
        }
        try {
            return new ZeroDevice();
        } catch (ReflectiveOperationException | IOException | RuntimeException absent) {
            return null;
        }
    }

    private static Method open(Method method) {
        method.setAccessible(true);
        return method;
    }

    /** Bytes in a page. */
    long pageSize() {
        return pageSize;
    }

    /** Maps zeroed memory; answers its address, 0 if that is refused. */
    long map(long bytes) {
        try {
            return (long) map.invoke(null, device.getFD(), PRIVATE, 0L, bytes, false);
        } catch (IOException | ReflectiveOperationException | RuntimeException refused) {
            return 0;
        }
    }

    /** Ends a mapping; answers whether that was done. */
    boolean unmap(MemorySegment mapped) {
        try {
            return (int) unmap.invoke(null, mapped.address(), mapped.byteSize()) == 0;
        } catch (ReflectiveOperationException | RuntimeException refused) {
            return false;
        }
    }

    /** Makes whole pages read as zeroes and cost nothing; answers whether that was done: the first one tells. */
    boolean giveBack(MemorySegment pages) {
        pages.set(JAVA_BYTE, 0, (byte) 1);
        try {
            unload.invoke(null, pages.address(), pages.byteSize());
        } catch (ReflectiveOperationException | RuntimeException refused) {
            return false;
        }
        return pages.get(JAVA_BYTE, 0) == 0;
    }
}
