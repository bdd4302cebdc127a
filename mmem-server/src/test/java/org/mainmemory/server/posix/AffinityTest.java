package org.mainmemory.server.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AffinityTest {

    @Test
    void aMaskHasABitForItsProcessor() {
        assertArrayEquals(new long[] {1}, Affinity.mask(0));
        assertArrayEquals(new long[] {Long.MIN_VALUE}, Affinity.mask(63));
        assertArrayEquals(new long[] {0, 1L << 6}, Affinity.mask(70));
    }

    @Test
    void aThreadIsWhereItHasChosenToBe() throws Exception {
        onAnotherThread("affinity-chosen", () -> {
            for (String processor : allowed().split("[,-]")) {
                Affinity.confineTo(Integer.parseInt(processor));
                assertEquals(processor, allowed());
                try (ThreadStat own = ThreadStat.of("affinity-chosen")) {
                    own.read();
                    assertEquals(processor, Integer.toString(own.processor()));
                }
            }
            return null;
        });
    }

    @Test
    void aProcessorThatIsNotThereIsRefused() throws Exception {
        onAnotherThread("affinity-wrong", () -> {
            String before = allowed();
            assertThrows(PosixException.class, () -> Affinity.confineTo(1_000_000));
            assertEquals(before, allowed());
            return null;
        });
    }

    private static void onAnotherThread(String name, Callable<Void> call) throws Exception {
        assumeTrue(Affinity.canBeChosen(), "processors are not to be chosen here");
        FutureTask<Void> task = new FutureTask<>(call);
        Thread.ofPlatform().name(name).start(task);
        task.get();
    }

    /** The processors that the calling thread may use, as the system lists them. */
    private static String allowed() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElseThrow().split("\t")[1];
    }
}
