package org.mainmemory.server.scheduling;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.mainmemory.server.posix.RealTimeRight;

/** What the system says of a thread that is told to be a loop's. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class LoopPriorityTest {

    private static final String NAME = "loop-prio-test";
    private static final String USUAL = "0";
    private static final String ROUND_ROBIN = "2";

    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name(NAME).factory());

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void realTimeBeginsForALoopThatHasSomethingToDoAndTime() throws Exception {
        try (LoopPriority priority = permitted()) {
            for (int busyPercent : new int[] {4, 86, 100}) {
                priority.look(busyPercent);
                assertEquals(USUAL, policy());
            }
            priority.look(5);
            assertEquals(ROUND_ROBIN, policy());
        }
        assertEquals(USUAL, policy());
    }

    @Test
    void itEndsWhenTheLoopHasLittleTime() throws Exception {
        try (LoopPriority priority = permitted()) {
            priority.look(85);
            priority.look(92);
            assertEquals(ROUND_ROBIN, policy());
            priority.look(93);
            assertEquals(USUAL, policy());
        }
    }

    @Test
    void afterThatItDoesNotBeginAgainForAWhile() throws Exception {
        try (LoopPriority priority = permitted()) {
            priority.look(50);
            priority.look(93);
            for (int look = 0; look < LoopPriority.LOOKS_OF_REST; look++) {
                priority.look(50);
                assertEquals(USUAL, policy());
            }
            priority.look(50);
            assertEquals(ROUND_ROBIN, policy());
        }
    }

    @Test
    void itEndsWhenTheLoopHasNothingToDo() throws Exception {
        try (LoopPriority priority = permitted()) {
            priority.look(5);
            priority.look(1);
            assertEquals(ROUND_ROBIN, policy());
            priority.look(0);
            assertEquals(USUAL, policy());
            priority.look(4);
            assertEquals(USUAL, policy());
        }
    }

    @Test
    void aLoopThatMayNotRunsAsBefore() throws Exception {
        permitted().close();
        try (LoopPriority priority = LoopPriority.of(NAME, false)) {
            priority.look(50);
            assertEquals(USUAL, policy());
        }
    }

    @Test
    void withoutSuchAThreadItDoesNothing() {
        try (LoopPriority priority = LoopPriority.of("no-thread-has-it", true)) {
            assertDoesNotThrow(() -> priority.look(50));
        }
    }

    /** For the executor's thread, if this user may. */
    private LoopPriority permitted() throws Exception {
        executor.submit(() -> { }).get();
        RealTimeRight.assume();
        return LoopPriority.of(NAME, true);
    }

    private String policy() throws Exception {
        Path thread = executor.submit(() -> Files.readSymbolicLink(Path.of("/proc/thread-self"))).get();
        String stat = Files.readString(Path.of("/proc").resolve(thread).resolve("stat"));
        return stat.substring(stat.indexOf(')') + 2).split(" ")[41 - 3];
    }
}
