package org.mainmemory.server.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The right to real time, for tests: of this process, and so of those that it starts. */
public final class RealTimeRight {

    private RealTimeRight() {
    }

    /** Skips the test that calls where the right is missing; another reason not to get real time fails it. */
    public static void assume() throws Exception {
        assumeTrue(isThere(), "no right to real time");
    }

    /** Whether a thread of this process may run in real time, and the system keeps some time for others then. */
    public static boolean isThere() throws Exception {
        if (!SystemCalls.areKnownHere() || !RealTime.isBounded()) {
            return false;
        }
        String name = "right-of-test";
        ExecutorService executor = Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).factory());
        try {
            executor.submit(() -> { }).get();
            RealTime.of(name).begin();
            return true;
        } catch (PosixException refused) {
            assertEquals(PosixException.EPERM, refused.errno(), refused.getMessage());
            return false;
        } finally {
            executor.shutdown();
            while (!Tasks.named(name::equals).isEmpty()) {
                Thread.sleep(1);
            }
        }
    }
}
