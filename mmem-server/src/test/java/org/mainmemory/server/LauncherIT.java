package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.session.Version;

/** scripts/mmem, whose first start trains the server for those that follow. */
class LauncherIT {

    @Test
    @Timeout(60)
    void aStartAndTheFirstRequestsMakeNoClass(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("classes");
        try (ServerProcess server = ServerProcess.startByScript("-Xlog:class+load:file=" + log, directory);
                SocketChannel client = server.connect()) {
            ServerProcess.exchange(client, "version\r\n", "VERSION " + Version.TEXT + "\r\n");
            ServerProcess.exchange(client, "set a 0 0 1\r\nx\r\n", "STORED\r\n");
            ServerProcess.exchange(client, "get a\r\nmg a v\r\n", "VALUE a 0 1\r\nx\r\nEND\r\nVA 1\r\nx\r\n");
            List<String> loaded = Files.readAllLines(log);
            assertTrue(loaded.stream().anyMatch(line -> line.contains(" org.mainmemory.server.Main source: shared ")));
            assertEquals(List.of(), loaded.stream().filter(LauncherIT::isMade).toList());
        }
    }

    /** Whether a class was put together by the JVM or by its libraries: for a lambda, or for calls of a shape. */
    private static boolean isMade(String line) {
        return (line.contains("LambdaForm$") || line.contains("$$Lambda")) && !line.contains(" source: shared ");
    }
}
