package org.mainmemory.core.fiber;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.loop.LoopGroup;

/** A JVM that was not told to open java.lang: the refusal says what to do. */
@Timeout(60)
class WithoutFlagIT {

    @Test
    void oneLineSaysWhichOptionIsMissing() throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                WithoutFlagIT.class.getName())
                .redirectErrorStream(true).start();
        String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), text);
        assertEquals("fibers need the JVM's option --add-opens java.base/java.lang=ALL-UNNAMED",
                text.lines().toList().getLast());
    }

    public static void main(String[] arguments) throws Exception {
        LoopGroup loops = LoopGroup.open(1);
        try {
            Fiber.start(loops.loop(0), "none", () -> { });
        } catch (UnsupportedOperationException refused) {
            System.out.println(refused.getMessage());
        }
        loops.stop();
    }
}
