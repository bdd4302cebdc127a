package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that names the process. */
class PidFileTest {

    private static final long ANOTHER = 42;

    @TempDir
    private Path directory;

    @Test
    void namesTheProcess() throws Exception {
        Path file = directory.resolve("pid");
        assertEquals("", stderrOf(() -> PidFile.write(file, ANOTHER)));
        assertEquals("42\n", Files.readString(file));
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
        assertEquals("", stderrOf(() -> PidFile.remove(file)));
        assertFalse(Files.exists(file));
    }

    @Test
    void warnsOfAProcessThatRuns() throws Exception {
        long own = ProcessHandle.current().pid();
        Path file = Files.writeString(directory.resolve("pid"), own + "\n");
        assertEquals("WARNING: The pid file contained the following (running) pid: " + own + "\n",
                stderrOf(() -> PidFile.write(file, ANOTHER)));
        assertEquals("42\n", Files.readString(file));
        assertEquals("", stderrOf(() -> PidFile.write(file, ANOTHER)));
    }

    @Test
    void warnsOfNothingElse() throws Exception {
        for (String content : List.of("", "none", "999999999\n", "99999999999999999999\n")) {
            Path file = Files.writeString(directory.resolve("pid"), content);
            assertEquals("", stderrOf(() -> PidFile.write(file, ANOTHER)), content);
        }
    }

    @Test
    void tellsWhatItCannotDo() {
        Path file = directory.resolve("missing").resolve("pid");
        assertEquals("Could not open the pid file " + file + ".tmp for writing: No such file or directory\n",
                stderrOf(() -> PidFile.write(file, ANOTHER)));
        assertEquals("Could not remove the pid file " + file + ": No such file or directory\n",
                stderrOf(() -> PidFile.remove(file)));
    }

    @Test
    void leavesNothingBesideADirectory() throws Exception {
        Path file = Files.createDirectories(directory.resolve("pid/full")).getParent();
        assertEquals("Could not rename the pid file from " + file + ".tmp to " + file + ": Is a directory\n",
                stderrOf(() -> PidFile.write(file, ANOTHER)));
        assertFalse(Files.exists(Path.of(file + ".tmp")));
    }

    private static String stderrOf(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
