package org.mainmemory.core.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryRunsTest {

    private final MemoryRuns runs = new MemoryRuns(3);
    private final OutputBuffer out = new OutputBuffer(100);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 8, 9, 10, 12, 13, 14, 15, 100})
    void goBehindTheOutputAsFarAsThePeerTakesThem(int taken) throws IOException {
        try (Region region = Region.reserve(1000)) {
            fill(region.segment(), 300, "one;");
            fill(region.segment(), 10, "two");
            out.putAscii("head:");
            runs.add(region.segment(), 300, 4);
            runs.add(region.segment(), 10, 3);
            runs.tail(new byte[] {'\r', '\n'});
            assertEquals(9, runs.length());
            int all = Math.min(taken, 14);
            assertEquals(all, out.drainTo((sources, count) -> take(sources, count, taken), runs));
            assertEquals("head:one;two\r\n".substring(0, all), sent.toString(ISO_8859_1));
            assertEquals(Math.max(0, all - 5), runs.taken());
            assertEquals(Math.max(0, 5 - all), out.length());
        }
    }

    /** As a sink does that speaks of addresses alone. */
    @Test
    void goAsFarAsTheSinkSaysThoughItMovesNoPosition() throws IOException {
        try (Region region = Region.reserve(1000)) {
            fill(region.segment(), 0, "value");
            out.putAscii("head:");
            runs.add(region.segment(), 0, 5);
            runs.tail(new byte[] {'\r', '\n'});
            assertEquals(3, out.drainTo((sources, count) -> 3, runs));
            assertEquals(2, out.length());
            assertEquals(0, runs.taken());
            assertEquals(11, out.drainTo((sources, count) -> 11, runs));
            assertEquals(0, out.length());
            assertEquals(9, runs.taken());
        }
    }

    @Test
    void startAnewWhenTheyAreCleared() throws IOException {
        try (Region region = Region.reserve(1000)) {
            fill(region.segment(), 0, "abcdef");
            for (int i = 0; i < 6; i++) {
                runs.clear();
                runs.add(region.segment(), i, 1);
                runs.add(region.segment(), 5 - i, 1);
                out.drainTo((sources, count) -> take(sources, count, 2), runs);
                assertEquals(2, runs.taken());
            }
            assertEquals("afbecddcebfa", sent.toString(ISO_8859_1));
        }
    }

    @Test
    void mayLieBeyondWhatABufferSpans() throws IOException {
        if (!Region.isLazyHere()) {
            return;
        }
        try (Region region = Region.reserve(5L << 30)) {
            long border = 1L << 30;
            fill(region.segment(), border - 3, "across");
            fill(region.segment(), 4 * border + 7, "far");
            runs.add(region.segment(), border - 3, 6);
            runs.add(region.segment(), 4 * border + 7, 3);
            out.drainTo((sources, count) -> take(sources, count, 100), runs);
            assertEquals("acrossfar", sent.toString(ISO_8859_1));
        }
    }

    @Test
    void areOfOneMemoryAtATime() {
        try (Region one = Region.reserve(100); Region other = Region.reserve(100)) {
            runs.add(one.segment(), 0, 1);
            assertThrows(IllegalStateException.class, () -> runs.add(other.segment(), 0, 1));
            runs.clear();
            runs.add(other.segment(), 0, 1);
            runs.add(other.segment(), 0, 1);
            assertTrue(runs.hasRoom());
            runs.add(other.segment(), 0, 1);
            assertFalse(runs.hasRoom());
        }
    }

    private static void fill(MemorySegment memory, long offset, String text) {
        MemorySegment.copy(MemorySegment.ofArray(text.getBytes(ISO_8859_1)), 0, memory, offset, text.length());
    }

    private int take(ByteBuffer[] sources, int count, int most) {
        int left = most;
        for (int i = 0; i < count; i++) {
            while (left > 0 && sources[i].hasRemaining()) {
                sent.write(sources[i].get());
                left--;
            }
        }
        return most - left;
    }
}
