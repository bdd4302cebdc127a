package org.mainmemory.server;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.mainmemory.server.options.FileName;
import org.mainmemory.server.options.StartFailure;

/**
 * Tells others which ports were opened, for those who asked for any free one: in the file that the environment variable
 * MEMCACHED_PORT_FILENAME names, a line for each address, {@code TCP INET: 11211} or {@code TCP INET6: 11211}, and then
 * the same for UDP.
 */
final class PortFile {

    private static final String VARIABLE = "MEMCACHED_PORT_FILENAME";

    private PortFile() {
    }

    /** Writes the file if the environment names one. */
    static void writeIfAskedFor(List<? extends SocketAddress> addresses, List<? extends SocketAddress> udpAddresses) {
        String name = System.getenv(VARIABLE);
        if (name != null && !name.isEmpty()) {
            try {
                write(Path.of(FileName.checked(VARIABLE, name)), addresses, udpAddresses);
            } catch (StartFailure e) {
                System.err.println(e.text());
            }
        }
    }

    /** Writes the file whole: it appears when it is complete. A failure is told on stderr and otherwise ignored. */
    static void write(Path file, List<? extends SocketAddress> addresses, List<? extends SocketAddress> udpAddresses) {
        String lines = lines("TCP", addresses) + lines("UDP", udpAddresses);
        Path locked = Path.of(file + ".lck");
        try {
            Files.writeString(locked, lines);
            Files.move(locked, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            System.err.println("Failed to write \"" + file + "\": " + Reason.of(e));
            discard(locked);
        }
    }

    private static void discard(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            System.err.println("Failed to remove \"" + unfinished + "\": " + Reason.of(e));
        }
    }

    private static String lines(String transport, List<? extends SocketAddress> addresses) {
        StringBuilder lines = new StringBuilder();
        for (SocketAddress listening : addresses) {
            if (!(listening instanceof InetSocketAddress address)) {
                continue;
            }
            if (address.getAddress() instanceof Inet4Address || address.getAddress().isAnyLocalAddress()) {
                lines.append(transport).append(" INET: ").append(address.getPort()).append('\n');
            }
            if (!(address.getAddress() instanceof Inet4Address)) {
                lines.append(transport).append(" INET6: ").append(address.getPort()).append('\n');
            }
        }
        return lines.toString();
    }
}
