package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.session.Version;

/** scripts/mmem, which trains the server at the first start for all that follow. */
class LauncherIT {

    /** If a newer JDK makes some: their shapes are missing in {@link TrainedCalls}. */
    @Test
    @Timeout(60)
    @EnabledOnOs(OS.LINUX)
    void aStartAndTheFirstRequestsHaveNoClassMade(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("classes");
        try (ServerProcess server = ServerProcess.startByScript("-Xlog:class+load:file=" + log, directory);
                SocketChannel client = server.connect()) {
            ServerProcess.exchange(client, "version\r\n", "VERSION " + Version.TEXT + "\r\n");
            ServerProcess.exchange(client, "set a 0 0 1\r\nx\r\n", "STORED\r\n");
            ServerProcess.exchange(client, "get a\r\nmg a v\r\n", "VALUE a 0 1\r\nx\r\nEND\r\nVA 1\r\nx\r\n");
            List<String> loaded = Files.readAllLines(log);
            String training = Files.readString(directory.resolve("mmem-server/target/mmem-train.log"));
            assertTrue(loaded.stream().anyMatch(line -> line.contains(" org.mainmemory.server.Main source: shared ")),
                    training);
            assertEquals(List.of(), loaded.stream().filter(LauncherIT::isMade).toList());
        }
    }

    /** Whether a class was put together by the JVM or its libraries, for a lambda or for calls of a shape. */
    private static boolean isMade(String line) {
        return !line.contains(" source: shared ")
                && (line.contains("LambdaForm$") || line.contains("$$Lambda") || line.contains(" source: __"));
    }
}
