package org.mainmemory.memcache.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void isTheBuildsVersion() throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"));
        assertTrue(pom.contains("<version>" + Version.MMEM + "</version>")
                || pom.contains("<version>" + Version.MMEM + "-SNAPSHOT</version>"), Version.MMEM);
    }

    @Test
    void beginsWithThreeNumbersForClientsThatParseThem() {
        assertTrue(Version.TEXT.matches("\\d+\\.\\d+\\.\\d+-mmem-.+"), Version.TEXT);
    }
}
