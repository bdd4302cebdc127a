package org.mainmemory.core.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.net.Client;
import org.mainmemory.core.net.Protocol;
import org.mainmemory.core.net.TestServer;

/** What the overview of the core and README.md show is code that works. */
@Timeout(60)
class OverviewIT {

    @Test
    void bothServersEcho() throws Exception {
        for (Protocol protocol : new Protocol[] {SessionEcho::new, FiberProtocol.of(FiberEcho::echo)}) {
            try (TestServer server = new TestServer(2, protocol); Client client = server.connect()) {
                client.echo("a line\n".repeat(20_000));
                client.endOutput();
                client.expectEnd();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SessionEcho", "FiberEcho"})
    void theOverviewShowsThem(String name) throws Exception {
        String source = Files.readString(Path.of("src/test/java/org/mainmemory/core/examples", name + ".java"));
        String code = packed(source.substring(source.indexOf("// snippet\n") + 11, source.indexOf("// end")));
        String overview = Files.readString(Path.of("src/main/java/org/mainmemory/core/package-info.java"));
        assertTrue(packed(overview.replaceAll("(?m)^ \\* ?", "")).contains(code), "not the code of " + name);
        if (name.equals("FiberEcho")) {
            assertTrue(packed(Files.readString(Path.of("../README.md"))).contains(code), "not the code of " + name);
        }
    }

    private static String packed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
