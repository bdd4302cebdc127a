package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mainmemory.server.options.StartFailure;

/** Room for -c's clients among the process's open files. */
class ConnectionRoomTest {

    @Test
    void grantsWhatThereIsRoomFor() throws StartFailure {
        assertEquals(1, ConnectionRoom.reserve(1, 4, 0));
        assertEquals(100, ConnectionRoom.reserve(100, 1, 0));
    }

    @Test
    void failsForMoreThanTheSystemGives() {
        assumeTrue(Files.exists(Path.of("/proc/sys/fs/nr_open")), "the bound is known on Linux only");
        StartFailure failure = assertThrows(
                StartFailure.class, () -> ConnectionRoom.reserve(Integer.MAX_VALUE, 4, 0));
        assertEquals(71, failure.exitCode());
        assertEquals("failed to set rlimit for open files."
                + " Try starting as root or requesting smaller maxconns value.", failure.text());
    }
}
