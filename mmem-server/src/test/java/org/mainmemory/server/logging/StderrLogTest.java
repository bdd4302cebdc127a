package org.mainmemory.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What reaches stderr at which verbosity, and how it looks. */
class StderrLogTest {

    private final Logger log = LoggerFactory.getLogger("org.example.Thing");
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void catchStderr() {
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void releaseStderr() {
        System.setErr(before);
        StderrLog.setVerbosity(0);
    }

    @Test
    void isQuietByDefault() {
        StderrLog.setVerbosity(0);
        logAll();
        assertEquals("ERROR Thing: e\nWARN Thing: w\n", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void tellsMoreForEachV() {
        String all = "ERROR Thing: e\nWARN Thing: w\nINFO Thing: i\nDEBUG Thing: d\nTRACE Thing: t\n";
        for (int verbosity = 1; verbosity < 5; verbosity++) {
            printed.reset();
            StderrLog.setVerbosity(verbosity);
            logAll();
            String expected = all.lines().limit(2 + verbosity).reduce("", (text, line) -> text + line + "\n");
            assertEquals(expected, printed.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void showsStacksOnlyWhenVerbose() {
        StderrLog.setVerbosity(0);
        log.warn("lost {}", 7, new IOException("why"));
        assertEquals("WARN Thing: lost 7: java.io.IOException: why\n", printed.toString(StandardCharsets.UTF_8));
        printed.reset();
        StderrLog.setVerbosity(1);
        log.warn("lost {}", 7, new IOException("why"));
        String text = printed.toString(StandardCharsets.UTF_8);
        assertTrue(text.startsWith("WARN Thing: lost 7\njava.io.IOException: why\n\tat "), text);
        assertTrue(text.endsWith("\n") && !text.endsWith("\n\n"), text);
    }

    private void logAll() {
        log.error("e");
        log.warn("w");
        log.info("i");
        log.debug("d");
        log.trace("t");
    }
}
