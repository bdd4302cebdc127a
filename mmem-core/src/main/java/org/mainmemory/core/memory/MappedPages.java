package org.mainmemory.core.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Anonymous private mappings of a POSIX system: by way of {@link ZeroDevice} where that can be had, else, and for what
 * it cannot or will not do, through the C library.
 *
 * <p>Pages are given back with {@code madvise(MADV_DONTNEED)} on Linux. Elsewhere that call promises no zeroes, so the
 * range is mapped anew in place, which does.
 */
final class MappedPages implements PageSource {

    /** Null where 64-bit POSIX calls or native access are missing: then there is {@link ZeroFilledPages}. */
    static final @Nullable MappedPages AVAILABLE = find();

    private static final int PROT_READ_WRITE = 0x1 | 0x2;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_FIXED = 0x10;

    private final Numbers numbers;
    private final @Nullable ZeroDevice device;

    /** Null if it is not needed before {@link #device} refuses something. */
    private final @Nullable MethodHandle mmap;

    /**
     * What a system calls the flags and advice that differ.
     *
     * @param mapAnonymous flags of a mapping without a file, for which nothing is set aside before it is written
     * @param adviceZeroes the advice after which pages read as zeroes; 0 if there is none
     * @param adviceLarge the advice to use large pages; 0 if there is none
     */
    record Numbers(int mapAnonymous, int adviceZeroes, int adviceLarge) {

        private static final Numbers LINUX = new Numbers(0x20 | 0x4000, 4, 14);
        private static final Numbers BSD = new Numbers(0x1000, 0, 0);

        /** Linux's; those of the BSDs and of macOS, which agree; null for another system. */
        static @Nullable Numbers of(String system) {
            String name = system.toLowerCase(Locale.ROOT);
            if (name.contains("linux")) {
                return LINUX;
            }
            return name.contains("bsd") || name.contains("mac") ? BSD : null;
        }

        /** The same where no advice is known. */
        Numbers withoutAdvice() {
            return new Numbers(mapAnonymous, 0, 0);
        }
    }

    MappedPages(Numbers numbers, @Nullable ZeroDevice device) {
        this.numbers = numbers;
        this.device = device;
        this.mmap = device == null ? linkMmap() : null;
    }

    private static @Nullable MappedPages find() {
        Numbers numbers = Numbers.of(System.getProperty("os.name", ""));
        if (numbers == null || ADDRESS.byteSize() != Long.BYTES) {
            return null;
        }
        try {
            return new MappedPages(numbers, ZeroDevice.find());
        } catch (IllegalCallerException | UnsupportedOperationException | NoSuchElementException refused) {
            return null;
        }
    }

    @Override
    public MemorySegment map(long bytes, Arena arena) {
        long address = device == null ? 0 : device.map(bytes);
        MemorySegment mapped = address == 0 ? mapAt(MemorySegment.NULL, bytes, 0) : MemorySegment.ofAddress(address);
        if (mapped.address() == -1L) {
            throw new OutOfMemoryError("the system refuses to reserve " + bytes + " bytes");
        }
        return mapped.reinterpret(bytes, arena, this::unmap);
    }

    @Override
    public void giveBack(MemorySegment pages) {
        if (device != null && device.giveBack(pages)) {
            return;
        }
        boolean done = numbers.adviceZeroes != 0
                ? advise(pages, numbers.adviceZeroes) == 0
                : mapAt(pages, pages.byteSize(), MAP_FIXED).address() == pages.address();
        if (!done) {
            pages.fill((byte) 0);
        }
    }

    @Override
    public boolean preferLarge(MemorySegment pages) {
        return numbers.adviceLarge != 0 && advise(pages, numbers.adviceLarge) == 0;
    }

    @Override
    public long pageSize() {
        return device == null ? PageSize.BYTES : device.pageSize();
    }

    @Override
    public boolean isLazy() {
        return true;
    }

    private MemorySegment mapAt(MemorySegment address, long bytes, int more) {
        int flags = MAP_PRIVATE | more | numbers.mapAnonymous;
        MethodHandle call = mmap == null ? Mmap.CALL : mmap;
        try {
            return (MemorySegment) call.invokeExact(address, bytes, PROT_READ_WRITE, flags, -1, 0L);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private int advise(MemorySegment pages, int advice) {
        try {
            return (int) Madvise.CALL.invokeExact(pages, pages.byteSize(), advice);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** The argument is the segment without a lifetime, as a cleanup action gets it. */
    private void unmap(MemorySegment mapped) {
        if (device != null && device.unmap(mapped)) {
            return;
        }
        try {
            int failed = (int) Munmap.CALL.invokeExact(mapped, mapped.byteSize());
            assert failed == 0 : "munmap of a region";
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    private static MethodHandle linkMmap() {
        return function("mmap",
                FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    }

    private static long call(MethodHandle getter) {
        try {
            return (int) getter.invokeExact();
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** A C function throws nothing; what comes is the JVM's refusal of an argument, such as a closed segment. */
    private static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof RuntimeException refused) {
            return refused;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(thrown);
    }

    // Linked when they are first used: each takes some milliseconds.

    private static final class Mmap {
        static final MethodHandle CALL = linkMmap();
    }

    private static final class Munmap {
        static final MethodHandle CALL = function("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    }

    private static final class Madvise {
        static final MethodHandle CALL =
                function("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    }

    private static final class PageSize {
        static final long BYTES = call(function("getpagesize", FunctionDescriptor.of(JAVA_INT)));
    }
}
