package org.mainmemory.server.posix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadProcessorTest {

    private static final String NUMBERS = " 3".repeat(35);

    @Test
    void findsTheProcessorInWhatTheSystemSays() throws Exception {
        assertEquals(17, processor("12 (mmem-loop-0) S" + NUMBERS + " 17 0 0\n"));
        assertEquals(1023, processor("12 (a) S 1 (b) R" + NUMBERS + " 1023\n"));
        assertThrows(EOFException.class, () -> processor("12 (mmem-loop-0) S" + NUMBERS));
        assertThrows(EOFException.class, () -> processor("12 (mmem-loop-0) S" + NUMBERS + " "));
        assertThrows(EOFException.class, () -> processor("12"));
        assertThrows(EOFException.class, () -> processor(""));
    }

    @Test
    void aThreadIsWhereItHasChosenToBe() throws Exception {
        assumeTrue(ThreadProcessor.canBeChosen(), "processors are not to be chosen here");
        on("processor-test", () -> {
            for (String part : allowed().split(",")) {
                int processor = Integer.parseInt(part.split("-")[0]);
                ThreadProcessor.choose(processor);
                assertEquals(Integer.toString(processor), allowed());
                try (ThreadProcessor own = ThreadProcessor.of("processor-test")) {
                    assertEquals(processor, own.last());
                    assertEquals(processor, own.last());
                }
            }
            return null;
        });
    }

    @Test
    void oneThatIsNotThereIsRefused() throws Exception {
        assumeTrue(ThreadProcessor.canBeChosen(), "processors are not to be chosen here");
        on("processor-test", () -> {
            String before = allowed();
            assertThrows(PosixException.class, () -> ThreadProcessor.choose(1_000_000));
            assertEquals(before, allowed());
            return null;
        });
    }

    @Test
    void aThreadThatHasEndedIsNowhere() throws Exception {
        assumeTrue(ThreadProcessor.canBeChosen(), "processors are not to be chosen here");
        assertThrows(IOException.class, () -> ThreadProcessor.of("no-thread-has-it"));
        try (ThreadProcessor ended = on("processor-test", () -> ThreadProcessor.of("processor-test"))) {
            // It ends a little later than join() returns.
            while (isThere(ended)) {
                Thread.onSpinWait();
            }
        }
    }

    private static boolean isThere(ThreadProcessor thread) {
        try {
            return thread.last() >= 0;
        } catch (IOException gone) {
            return false;
        }
    }

    /** What the call answers on a thread of that name, which has ended then. */
    private static <T> T on(String name, Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = Thread.ofPlatform().name(name).start(task);
        thread.join();
        return task.get();
    }

    private static int processor(String line) throws IOException {
        byte[] bytes = new byte[2048];
        System.arraycopy(line.getBytes(US_ASCII), 0, bytes, 0, line.length());
        return ThreadProcessor.processor(bytes, line.length() == 0 ? -1 : line.length());
    }

    /** The processors that the calling thread may use, as the system lists them. */
    private static String allowed() throws IOException {
        String status = Files.readString(Path.of("/proc/thread-self/status"));
        String label = "Cpus_allowed_list:";
        assertTrue(status.contains(label), status);
        return status.substring(status.indexOf(label) + label.length()).lines().findFirst().orElseThrow().strip();
    }
}
