package org.mainmemory.core.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.task.Inbox;
import org.mainmemory.core.task.Task;

/**
 * The sleep and wake protocol, and three broken twins of it that prove that a lost wake-up would be seen: each has the
 * one fault that its name says. See {@link SleepGame}.
 */
@Timeout(240)
class DoorbellStressTest {

    private static final int ROUNDS = 300_000;
    private static final int MOST_ROUNDS = 200_000_000;

    @BeforeEach
    void needsTwoProcessors() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "races need two processors");
    }

    @Test
    void losesNoWakeUp() throws InterruptedException {
        assertEquals(ROUNDS, new Sound().roundsUntilAWakeUpIsLost(ROUNDS, new Random()));
    }

    @Test
    void aLoopThatLooksBeforeItLiesDownIsCaught() throws InterruptedException {
        assertTrue(new LooksFirst().roundsUntilAWakeUpIsLost(MOST_ROUNDS, new Random()) < MOST_ROUNDS);
    }

    @Test
    void aPosterThatReadsTheStateBeforeItPostsIsCaught() throws InterruptedException {
        assertTrue(new ReadsFirst().roundsUntilAWakeUpIsLost(MOST_ROUNDS, new Random()) < MOST_ROUNDS);
    }

    @Test
    void aWriteThatMayLingerInTheStoreBufferIsCaught() throws InterruptedException {
        assertTrue(new WritesLazily().roundsUntilAWakeUpIsLost(MOST_ROUNDS, new Random()) < MOST_ROUNDS);
    }

    /** The protocol as the loop uses it. */
    private static class Sound extends SleepGame {

        final Doorbell bell = new Doorbell();

        @Override
        boolean lieDown(Inbox inbox) {
            return bell.lieDown(inbox);
        }

        @Override
        void getUp() {
            bell.getUp();
        }

        @Override
        boolean post(Inbox inbox, Task task) {
            inbox.post(task);
            return bell.mustRing();
        }
    }

    private static final class LooksFirst extends Sound {
        @Override
        boolean lieDown(Inbox inbox) {
            boolean empty = inbox.isEmpty();
            bell.lieDown(inbox);
            return empty;
        }
    }

    private static final class ReadsFirst extends Sound {
        @Override
        boolean post(Inbox inbox, Task task) {
            boolean ring = bell.mustRing();
            inbox.post(task);
            return ring;
        }
    }

    private static final class WritesLazily extends SleepGame {

        private final AtomicBoolean asleep = new AtomicBoolean();

        @Override
        boolean lieDown(Inbox inbox) {
            asleep.setRelease(true);
            return inbox.isEmpty();
        }

        @Override
        void getUp() {
            asleep.setRelease(false);
        }

        @Override
        boolean post(Inbox inbox, Task task) {
            inbox.post(task);
            return asleep.compareAndSet(true, false);
        }
    }
}
