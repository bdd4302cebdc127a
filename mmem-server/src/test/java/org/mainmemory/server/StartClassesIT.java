package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.session.Version;

/** What takes a JVM long is not done by a server that is only started and stopped. */
class StartClassesIT {

    /** Logging, parsing of the tools' options, and calls of C functions. */
    private static final List<String> SLOW = List.of(
            " ch.qos.logback.classic.LoggerContext ",
            " picocli.",
            " jdk.internal.foreign.abi.DowncallLinker ");

    @Test
    @EnabledOnOs(OS.LINUX)
    void noneOfTheSlowOnes(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("classes");
        try (ServerProcess server = ServerProcess.startWithJvmOptions("-Xlog:class+load:file=" + log, directory);
                SocketChannel client = server.connect()) {
            ServerProcess.exchange(client, "version\r\n", "VERSION " + Version.TEXT + "\r\n");
        }
        List<String> loaded = Files.readAllLines(log);
        assertTrue(loaded.stream().anyMatch(line -> line.contains(" org.mainmemory.server.Main ")));
        assertEquals(List.of(), loaded.stream().filter(line -> SLOW.stream().anyMatch(line::contains)).toList());
    }
}
