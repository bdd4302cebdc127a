package org.mainmemory.server.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The memcached on PATH fails with the very exit codes and texts that mmem's tests expect of mmem. */
class BadCommandLinesAgainstMemcachedIT {

    @BeforeAll
    static void needsMemcached() throws InterruptedException {
        try {
            new ProcessBuilder("memcached", "-V").redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            assumeTrue(false, "memcached is not installed");
        }
    }

    @ParameterizedTest
    @MethodSource({
        "org.mainmemory.server.options.BadCommandLines#sameAsMemcached",
        "org.mainmemory.server.options.BadCommandLines#subOptionsSameAsMemcached"
    })
    void failsAlike(BadCommandLines.Case bad) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("memcached"));
        words.addAll(bad.words());
        Process memcached = new ProcessBuilder(words).redirectErrorStream(true).start();
        try {
            assertTrue(memcached.waitFor(10, TimeUnit.SECONDS), "memcached runs");
            assertEquals(bad.text().replace("%s", "memcached") + "\n",
                    new String(memcached.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(bad.exitCode(), memcached.exitValue());
        } finally {
            memcached.destroyForcibly();
        }
    }
}
