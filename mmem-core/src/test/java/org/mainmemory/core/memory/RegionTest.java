package org.mainmemory.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegionTest {

    private static final long MIB = 1 << 20;

    /**
     * Also what has the C library alone, what gives pages back without Linux's advice, as on the BSDs and macOS, and
     * what calls no C at all.
     */
    static Stream<PageSource> sources() {
        MappedPages.Numbers numbers = MappedPages.Numbers.of(System.getProperty("os.name"));
        return numbers == null
                ? Stream.of(ZeroFilledPages.INSTANCE)
                : Stream.of(PageSource.best(), new MappedPages(numbers, null),
                        new MappedPages(numbers.withoutAdvice(), null), ZeroFilledPages.INSTANCE);
    }

    /** The JDK's own calls that a start relies on are there, and the tests' JVM lets us at them. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void hasTheZeroDevice() {
        ZeroDevice device = ZeroDevice.find();
        assertNotNull(device);
        MemorySegment pages = MemorySegment.ofAddress(device.map(MIB)).reinterpret(MIB);
        pages.fill((byte) 7);
        assertTrue(device.giveBack(pages));
        assertEquals(-1, pages.mismatch(MemorySegment.ofArray(new byte[(int) MIB])));
        assertTrue(device.unmap(pages));
        assertEquals(0, device.map(1L << 60), "more than there are addresses");
    }

    /** From the systems' headers. */
    @Test
    void knowsTheNumbersOfEachSystem() {
        assertEquals(new MappedPages.Numbers(0x4020, 4, 14), MappedPages.Numbers.of("Linux"));
        for (String system : new String[] {"Mac OS X", "FreeBSD", "OpenBSD", "NetBSD"}) {
            assertEquals(new MappedPages.Numbers(0x1000, 0, 0), MappedPages.Numbers.of(system));
        }
        assertNull(MappedPages.Numbers.of("Windows 11"));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void readsZeroesAndKeepsWhatIsWritten(PageSource source) {
        try (Region region = Region.reserve(3 * MIB + 17, source)) {
            assertEquals(3 * MIB + 17, region.size());
            MemorySegment memory = region.segment();
            assertEquals(0, memory.get(ValueLayout.JAVA_BYTE, 3 * MIB + 16));
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, 3 * MIB + 9, 0x0102030405060708L);
            assertEquals(0x0102030405060708L, memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 3 * MIB + 9));
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void refusesAccessOutside(PageSource source) {
        try (Region region = Region.reserve(4096, source)) {
            MemorySegment memory = region.segment();
            assertThrows(IndexOutOfBoundsException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 4096));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.get(ValueLayout.JAVA_BYTE, -1));
            assertThrows(IndexOutOfBoundsException.class, () -> region.giveBack(1, 4096));
            assertThrows(IndexOutOfBoundsException.class, () -> region.giveBack(-1, 8));
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void refusesAccessAfterClose(PageSource source) {
        Region region = Region.reserve(MIB, source);
        MemorySegment memory = region.segment();
        memory.set(ValueLayout.JAVA_BYTE, 5, (byte) 1);
        region.close();
        region.close();
        assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 5));
        assertThrows(IllegalStateException.class, () -> memory.set(ValueLayout.JAVA_BYTE, 5, (byte) 1));
        assertThrows(IllegalStateException.class, () -> region.giveBack(0, MIB));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void givesBackWholePagesOnly(PageSource source) {
        long page = source.pageSize();
        try (Region region = Region.reserve(8 * page, source)) {
            MemorySegment memory = region.segment();
            memory.fill((byte) 7);
            region.giveBack(page - 1, 2 * page + 2);
            assertEquals(7, memory.get(ValueLayout.JAVA_BYTE, page - 1));
            assertEquals(-1, memory.asSlice(page, 2 * page).mismatch(MemorySegment.ofArray(new byte[(int) page * 2])));
            assertEquals(7, memory.get(ValueLayout.JAVA_BYTE, 3 * page));
            region.giveBack(4 * page + 1, page);
            assertEquals(7, memory.get(ValueLayout.JAVA_BYTE, 4 * page + 1));
            assertEquals(7, memory.get(ValueLayout.JAVA_BYTE, 5 * page));
            memory.fill((byte) 8);
            assertEquals(8, memory.get(ValueLayout.JAVA_BYTE, 2 * page));
        }
    }

    @Test
    void refusesNonsenseSizes() {
        assertThrows(IllegalArgumentException.class, () -> Region.reserve(0));
        assertThrows(IllegalArgumentException.class, () -> Region.reserve(-1));
        assertThrows(OutOfMemoryError.class, () -> Region.reserve(1L << 60));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void pagesAppearWhenWritten(PageSource source) throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs /proc");
        assumeTrue(source != ZeroFilledPages.INSTANCE, "is resident from the start");
        long before = residentBytes();
        try (Region region = Region.reserve(1024 * MIB, source)) {
            assertTrue(region.isLazy());
            assertTrue(residentBytes() - before < 128 * MIB, "a reservation alone became resident");
            region.segment().asSlice(512 * MIB, 256 * MIB).fill((byte) 1);
            assertTrue(residentBytes() - before > 200 * MIB, "written pages are not resident");
            region.giveBack(512 * MIB, 256 * MIB);
            assertTrue(residentBytes() - before < 128 * MIB, "pages did not go back");
            assertEquals(0, region.segment().get(ValueLayout.JAVA_BYTE, 600 * MIB));
        }
    }

    @Test
    void worksWhereNativeAccessIsRefused() throws Exception {
        Process child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny", "-cp", System.getProperty("java.class.path"),
                ReservesInPlainJava.class.getName()).inheritIO().start();
        assertEquals(0, child.waitFor());
    }

    /** Runs in a JVM of its own; an exception is exit code 1. */
    static final class ReservesInPlainJava {

        private ReservesInPlainJava() {
        }

        public static void main(String[] arguments) {
            try (Region region = Region.reserve(MIB)) {
                assertFalse(region.isLazy());
                region.segment().fill((byte) 1);
                region.giveBack(0, MIB);
                assertEquals(0, region.segment().get(ValueLayout.JAVA_BYTE, MIB / 2));
            }
        }
    }

    /** What this process has resident, on Linux. */
    static long residentBytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String line = lines.filter(found -> found.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
    }
}
