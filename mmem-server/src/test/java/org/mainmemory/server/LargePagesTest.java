package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.server.options.StartFailure;

/** Whether large pages are to be had, as the system tells it. */
class LargePagesTest {

    @TempDir
    private Path directory;

    @Test
    void areToBeHad() throws IOException {
        for (String text : new String[] {"always [madvise] never\n", "[always] madvise never\n"}) {
            Path setting = Files.writeString(directory.resolve("enabled"), text);
            assertDoesNotThrow(() -> LargePages.require(setting), text);
        }
    }

    @Test
    void areTurnedOff() throws IOException {
        Path setting = Files.writeString(directory.resolve("enabled"), "always madvise [never]\n");
        assertRefused("Transparent huge pages support disabled.", setting);
        assertRefused("Transparent huge pages support not detected.", directory.resolve("missing"));
    }

    private static void assertRefused(String why, Path setting) {
        StartFailure refused = assertThrows(StartFailure.class, () -> LargePages.require(setting));
        assertEquals(1, refused.exitCode());
        assertEquals(why + "\nCannot enable large pages on this system", refused.text());
    }
}
