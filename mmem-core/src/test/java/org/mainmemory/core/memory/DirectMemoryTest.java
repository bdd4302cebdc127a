package org.mainmemory.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DirectMemoryTest {

    private static final int MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, DirectMemory.LEAST_MAPPED_BYTES - 1, DirectMemory.LEAST_MAPPED_BYTES, MIB + 3})
    void isZeroedAndSeenByItsBuffer(int bytes) {
        MemorySegment memory = DirectMemory.of(bytes);
        assertEquals(-1, memory.mismatch(MemorySegment.ofArray(new byte[bytes])));
        ByteBuffer buffer = memory.asByteBuffer();
        assertTrue(buffer.isDirect());
        assertEquals(bytes, buffer.capacity());
        for (int at = 0; at < bytes; at++) {
            buffer.put(at, (byte) at);
        }
        for (int at = 0; at < bytes; at++) {
            assertEquals((byte) at, memory.get(ValueLayout.JAVA_BYTE, at));
        }
        assertThrows(IndexOutOfBoundsException.class, () -> memory.get(ValueLayout.JAVA_BYTE, bytes));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void costsNothingUntilItIsWritten() throws IOException {
        assumeTrue(Region.isLazyHere(), "is resident from the start");
        List<MemorySegment> held = new ArrayList<>();
        long before = RegionTest.residentBytes();
        for (int i = 0; i < 100; i++) {
            held.add(DirectMemory.of(MIB));
        }
        assertTrue(RegionTest.residentBytes() - before < 50 * MIB, "of 100 MiB");
        held.forEach(memory -> memory.fill((byte) 1));
        assertTrue(RegionTest.residentBytes() - before > 50 * MIB, "once written");
        held.forEach(memory -> assertEquals(1, memory.get(ValueLayout.JAVA_BYTE, MIB - 1)));
    }

    /** The address stays mapped while a buffer of it is left, and not much longer. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void isThereAsLongAsItsBuffer() throws Exception {
        assumeTrue(Region.isLazyHere(), "is resident from the start");
        List<ByteBuffer> held = new ArrayList<>(List.of(DirectMemory.of(MIB).asByteBuffer()));
        long address = MemorySegment.ofBuffer(held.getFirst()).address();
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertTrue(isMapped(address));
        held.getFirst().put(0, (byte) 1);
        held.clear();
        while (isMapped(address)) {
            System.gc();
            Thread.sleep(20);
        }
    }

    /** Whether a mapping begins there: adjacent ones of a device are not made one. */
    private static boolean isMapped(long address) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .anyMatch(line -> line.startsWith(Long.toHexString(address) + "-") && line.endsWith("/dev/zero"));
    }
}
