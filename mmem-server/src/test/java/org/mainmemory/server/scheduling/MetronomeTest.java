package org.mainmemory.server.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.server.posix.Affinity;

/** What the system says of a metronome. */
@Timeout(30)
class MetronomeTest {

    private static final String NAME = "metronome-test";

    private Metronome metronome;

    @BeforeEach
    @Timeout(30)
    void start() throws InterruptedException {
        assumeTrue(Affinity.canBeChosen(), "processors are not to be chosen here");
        metronome = new Metronome(NAME);
        while (!isThere()) {
            Thread.sleep(1);
        }
    }

    @AfterEach
    @Timeout(30)
    void end() throws InterruptedException {
        if (metronome != null) {
            metronome.close();
            while (isThere()) {
                Thread.sleep(1);
            }
        }
    }

    @Test
    void beatsOnTheProcessorThatItIsTold() throws Exception {
        for (String processor : told("Cpus_allowed_list").split("[,-]")) {
            metronome.beatOn(Integer.parseInt(processor));
            awaitBeats(10);
            assertEquals(processor, told("Cpus_allowed_list"));
        }
    }

    @Test
    void restsAndBeatsAgain() throws Exception {
        for (int time = 0; time < 2; time++) {
            metronome.beatOn(first());
            awaitBeats(10);
            metronome.beatOn(Metronome.NO_PROCESSOR);
            awaitRest();
        }
    }

    @Test
    void restsWhereItIsRefusedAndCanBeToldAnew() throws Exception {
        metronome.beatOn(1_000_000);
        awaitRest();
        metronome.beatOn(first());
        awaitBeats(10);
        assertEquals(Integer.toString(first()), told("Cpus_allowed_list"));
    }

    @Test
    void endsWhileItBeats() throws Exception {
        metronome.beatOn(first());
        awaitBeats(10);
        metronome.close();
        while (isThere()) {
            Thread.sleep(1);
        }
        assertThrows(NoSuchElementException.class, this::beats);
        metronome = null;
    }

    private int first() throws IOException {
        return Integer.parseInt(told("Cpus_allowed_list").split("[,-]")[0]);
    }

    private void awaitBeats(int count) throws Exception {
        long before = beats();
        while (beats() < before + count) {
            Thread.sleep(1);
        }
    }

    private void awaitRest() throws Exception {
        long before;
        do {
            before = beats();
            Thread.sleep(50);
        } while (beats() != before);
    }

    private long beats() throws IOException {
        return Long.parseLong(told("voluntary_ctxt_switches"));
    }

    private static boolean isThere() {
        try {
            return !told("Name").isEmpty();
        } catch (IOException | NoSuchElementException gone) {
            return false;
        }
    }

    /** What the system tells of its thread under a label. */
    private static String told(String label) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.map(thread -> lines(thread.resolve("status")))
                    .filter(lines -> lines.contains("Name:\t" + NAME))
                    .flatMap(List::stream).filter(line -> line.startsWith(label + ":"))
                    .findFirst().orElseThrow().split("\t")[1];
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException ended) {
            return List.of();
        }
    }
}
