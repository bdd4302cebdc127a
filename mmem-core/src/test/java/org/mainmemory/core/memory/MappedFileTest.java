package org.mainmemory.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose bytes are regions. */
class MappedFileTest {

    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsInTheFile() throws IOException {
        Path path = directory.resolve("new");
        try (MappedFile file = MappedFile.open(path)) {
            assertEquals(0, file.size());
            file.clear(3 * MIB);
            try (Region region = file.map(MIB, 2 * MIB)) {
                assertEquals(2 * MIB, region.size());
                assertEquals(0, region.segment().get(ValueLayout.JAVA_BYTE, 5));
                region.segment().set(ValueLayout.JAVA_BYTE, 5, (byte) 42);
                assertEquals(42, Files.readAllBytes(path)[MIB + 5]);
                region.giveBack(0, MIB);
                assertEquals(0, region.segment().get(ValueLayout.JAVA_BYTE, 5));
                region.segment().set(ValueLayout.JAVA_BYTE, 6, (byte) 43);
            }
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        try (MappedFile file = MappedFile.open(path); Region region = file.map(0, file.size())) {
            assertEquals(3 * MIB, region.size());
            assertEquals(43, region.segment().get(ValueLayout.JAVA_BYTE, MIB + 6));
        }
    }

    @Test
    void clearingLeavesZeroes() throws IOException {
        Path path = Files.write(directory.resolve("old"), new byte[] {1, 2, 3});
        try (MappedFile file = MappedFile.open(path)) {
            assertEquals(3, file.size());
            file.clear(5);
            assertEquals(5, file.size());
        }
        for (byte each : Files.readAllBytes(path)) {
            assertEquals(0, each);
        }
    }

    @Test
    void isHeldByOneAtATime() throws IOException {
        Path path = directory.resolve("held");
        try (MappedFile file = MappedFile.open(path)) {
            assertEquals("in use by another process",
                    assertThrows(FileSystemException.class, () -> MappedFile.open(path)).getReason());
            assertEquals(0, file.size());
        }
        MappedFile.open(path).close();
    }

    @Test
    void isARegularFile() {
        FileSystemException refused = assertThrows(FileSystemException.class, () -> MappedFile.open(directory));
        assertTrue(String.valueOf(refused.getReason()).contains("regular file"));
    }
}
