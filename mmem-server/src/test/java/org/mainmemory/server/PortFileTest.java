package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that tells which ports were opened. */
class PortFileTest {

    @TempDir
    private Path directory;

    @Test
    void hasALineForEachFamily() throws IOException {
        Path file = directory.resolve("ports");
        PortFile.write(file, List.of(
                address("127.0.0.1", 1), address("::1", 2), address("::", 3), UnixDomainSocketAddress.of("/x")),
                List.of(address("127.0.0.1", 4), address("::", 5)));
        assertEquals("TCP INET: 1\nTCP INET6: 2\nTCP INET: 3\nTCP INET6: 3\n"
                + "UDP INET: 4\nUDP INET: 5\nUDP INET6: 5\n", Files.readString(file));
        try (var files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void replacesAnOldOne() throws IOException {
        Path file = Files.writeString(directory.resolve("ports"), "TCP INET: 9\nTCP INET: 8\n");
        PortFile.write(file, List.of(address("127.0.0.1", 1)), List.of());
        assertEquals("TCP INET: 1\n", Files.readString(file));
    }

    private static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }
}
