package org.mainmemory.server.posix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
class ThreadStatTest {

    @Test
    void findsANumberBehindAnyName() throws Exception {
        assertEquals(4, number("12 (mmem-loop-0) S 4 55 6\n", 1));
        assertEquals(55, number("12 (a) S 1 (b) R 4 55 6\n", 2));
        assertEquals(1_234_567_890_123L, number("12 (x) S 4 55 1234567890123", 3));
    }

    @Test
    void refusesWhatIsCutShort() {
        assertThrows(EOFException.class, () -> number("12 (mmem-loop-0) S 4", 2));
        assertThrows(EOFException.class, () -> number("12 (mmem-loop-0) S 4 ", 2));
        assertThrows(EOFException.class, () -> number("12", 1));
        assertThrows(EOFException.class, () -> number("", 1));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theCpuTimeOfAThreadThatRunsGrows() throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {
            try (ThreadStat own = ThreadStat.of("stat-busy")) {
                own.read();
                long before = own.cpuTicks();
                while (own.cpuTicks() < before + 3) {
                    own.read();
                }
                long fields = Files.readString(Path.of("/proc/thread-self/stat")).split(" ").length;
                assertTrue(fields >= 39 && own.processor() >= 0);
            }
            return null;
        });
        Thread.ofPlatform().name("stat-busy").start(task);
        task.get();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void oneThatHasEndedTellsNothing() throws Exception {
        assertThrows(IOException.class, () -> ThreadStat.of("no-thread-has-it"));
        FutureTask<ThreadStat> task = new FutureTask<>(() -> ThreadStat.of("stat-ended"));
        Thread.ofPlatform().name("stat-ended").start(task);
        try (ThreadStat ended = task.get()) {
            while (isThere(ended)) {
                Thread.sleep(1);
            }
        }
    }

    private static boolean isThere(ThreadStat thread) {
        try {
            thread.read();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private static long number(String line, int field) throws IOException {
        byte[] bytes = new byte[100];
        System.arraycopy(line.getBytes(US_ASCII), 0, bytes, 0, line.length());
        return ThreadStat.number(bytes, line.isEmpty() ? -1 : line.length(), field);
    }
}
