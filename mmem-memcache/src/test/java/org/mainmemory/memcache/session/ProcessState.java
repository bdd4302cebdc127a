package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What servers may take of a process.
 *
 * @param loopThreads threads of loops
 * @param mappedBytes address space; 0 where the system does not tell, as do descriptors
 * @param descriptors open files and sockets
 */
record ProcessState(long loopThreads, long mappedBytes, long descriptors) {

    private static final Path SELF = Path.of("/proc/self");

    /** As it is. */
    static ProcessState now() throws IOException {
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mmem-loop-"))
                .count();
        return Files.exists(SELF) ? new ProcessState(threads, mapped(), open()) : new ProcessState(threads, 0, 0);
    }

    private static long mapped() throws IOException {
        try (Stream<String> lines = Files.lines(SELF.resolve("status"))) {
            String line = lines.filter(found -> found.startsWith("VmSize:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
    }

    private static long open() throws IOException {
        try (Stream<Path> files = Files.list(SELF.resolve("fd"))) {
            return files.count();
        }
    }

    /** This is what was {@code before} and at least that much more. */
    void assertMore(ProcessState before, int threads, long bytes) {
        assertEquals(before.loopThreads + threads, loopThreads, "threads");
        if (mappedBytes > 0) {
            assertTrue(mappedBytes >= before.mappedBytes + bytes, before + ", then " + this);
            assertTrue(descriptors > before.descriptors, before + ", then " + this);
        }
    }

    /** Threads of loops and memory are as then at once; descriptors soon, for clients take their time. */
    void awaitAgain(long toleranceBytes) throws Exception {
        ProcessState now = now();
        assertEquals(loopThreads, now.loopThreads, "threads");
        assertTrue(now.mappedBytes < mappedBytes + toleranceBytes, this + ", then " + now);
        while (now().descriptors > descriptors) {
            Thread.sleep(20);
        }
    }
}
