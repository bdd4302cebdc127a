package org.mainmemory.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.mainmemory.memcache.session.Version;

/** What takes a JVM long is not done by a server that starts, is filled, gives memory back and stops. */
class StartClassesIT {

    /** Logging, parsing of the tools' options, and calls of C functions. */
    private static final List<String> SLOW = List.of(
            " ch.qos.logback.classic.LoggerContext ",
            " picocli.",
            " jdk.internal.foreign.abi.DowncallLinker ");

    private static final Pattern TOTAL = Pattern.compile("STAT total_malloced ([0-9]+)\r\n");
    private static final int VALUES = 16;
    private static final String VALUE = "v".repeat(900_000);

    @Test
    @Timeout(30)
    @EnabledOnOs(OS.LINUX)
    void noneOfTheSlowOnes(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("classes");
        try (ServerProcess server = ServerProcess.startWithJvmOptions("-Xlog:class+load:file=" + log, directory);
                SocketChannel client = server.connect()) {
            ServerProcess.exchange(client, "version\r\n", "VERSION " + Version.TEXT + "\r\n");
            for (int number = 0; number < VALUES; number++) {
                ServerProcess.exchange(client, "set " + number + " 0 0 " + VALUE.length() + "\r\n" + VALUE + "\r\n",
                        "STORED\r\n");
            }
            long taken = memoryTaken(client);
            ServerProcess.exchange(client, "cache_memlimit 8\r\n", "OK\r\n");
            while (memoryTaken(client) >= taken) {
                Thread.sleep(10);
            }
        }
        List<String> loaded = Files.readAllLines(log);
        assertTrue(loaded.stream().anyMatch(line -> line.contains(" org.mainmemory.server.Main ")));
        assertEquals(List.of(), loaded.stream().filter(line -> SLOW.stream().anyMatch(line::contains)).toList());
    }

    /** What the server says that it holds, in bytes. */
    private static long memoryTaken(SocketChannel client) throws IOException {
        client.write(ByteBuffer.wrap("stats slabs\r\n".getBytes(US_ASCII)));
        ByteBuffer reply = ByteBuffer.allocate(1 << 16);
        String text = "";
        while (!text.endsWith("END\r\n")) {
            assertTrue(client.read(reply) > 0);
            text = new String(reply.array(), 0, reply.position(), US_ASCII);
        }
        Matcher total = TOTAL.matcher(text);
        assertTrue(total.find(), text);
        return Long.parseLong(total.group(1));
    }
}
