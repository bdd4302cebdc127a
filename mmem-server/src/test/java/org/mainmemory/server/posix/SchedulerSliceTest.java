package org.mainmemory.server.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SchedulerSliceTest {

    private static final String SHORTEST = "100000";

    @Test
    void knowsSinceWhenThereAreSlices() {
        for (String version : new String[] {"6.12", "6.12.0-generic", "6.18.44", "7.0.1", "10.2"}) {
            assertTrue(SchedulerSlice.isSince612(version), version);
        }
        for (String version : new String[] {"6.11.9", "6.2", "5.15.0-91", "6", "6.x", "", "Linux"}) {
            assertFalse(SchedulerSlice.isSince612(version), version);
        }
    }

    @Test
    @Timeout(30)
    void shortensThoseOfThatNameAlone() throws Exception {
        assumeTrue(SchedulerSlice.canBeShortened() && !slice(Path.of("/proc/self/sched")).isEmpty(),
                "slices are not to be chosen here, or not to be seen");
        CountDownLatch end = new CountDownLatch(1);
        LinkedBlockingQueue<Path> there = new LinkedBlockingQueue<>();
        for (String name : new String[] {"slice-test-0", "slice-test-1", "other-test"}) {
            Thread.ofPlatform().name(name).start(() -> {
                try {
                    there.add(Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self"))));
                    end.await();
                } catch (IOException | InterruptedException failed) {
                    throw new IllegalStateException(failed);
                }
            });
        }
        try {
            assertEquals(0, SchedulerSlice.shorten("no-thread-has-it"));
            Path[] threads = {there.take(), there.take(), there.take()};
            assertEquals(2, SchedulerSlice.shorten("slice-test-"));
            for (Path thread : threads) {
                boolean asked = Files.readString(thread.resolve("comm")).startsWith("slice-test-");
                assertEquals(asked, slice(thread.resolve("sched")).equals(SHORTEST), thread.toString());
            }
        } finally {
            end.countDown();
        }
    }

    /** What the system says in nanoseconds; empty if it says nothing of it. */
    private static String slice(Path sched) throws IOException {
        return Files.exists(sched)
                ? Files.readAllLines(sched).stream().filter(line -> line.startsWith("se.slice"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("")
                : "";
    }
}
