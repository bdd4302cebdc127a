package org.mainmemory.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        List<MemorySegment> held = new ArrayList<>();
        long before = anonymousBytes();
        for (int i = 0; i < 100; i++) {
            held.add(DirectMemory.of(MIB));
        }
        assertTrue(anonymousBytes() - before < 50 * MIB, "of 100 MiB");
        held.forEach(memory -> memory.fill((byte) 1));
        assertTrue(anonymousBytes() - before > 50 * MIB, "once written");
    }

    private static long anonymousBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("RssAnon:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("no RssAnon");
    }
}
