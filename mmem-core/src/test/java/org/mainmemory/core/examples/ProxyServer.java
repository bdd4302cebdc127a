package org.mainmemory.core.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.mainmemory.core.fiber.FiberConnection;
import org.mainmemory.core.fiber.FiberProtocol;

/**
 * Fetches for others. A client sends lines such as {@code 192.0.2.1:13} and gets all that the server there says until
 * it hangs up, one server after another.
 */
public final class ProxyServer implements FiberProtocol {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public void serve(FiberConnection client) throws Exception {
        client.setTimeout(PATIENCE);
        for (String line = client.readLine(); line != null; line = client.readLine()) {
            SocketAddress server = parse(line);
            if (server == null) {
                client.write("an address and a port, please: 192.0.2.1:13\n");
                continue;
            }
            try {
                relay(server, client);
            } catch (IOException lost) {
                client.write(server + ": " + lost.getMessage() + "\n");
            }
        }
    }

    private static void relay(SocketAddress address, FiberConnection client) throws IOException, InterruptedException {
        try (FiberConnection server = FiberConnection.connect(address, PATIENCE)) {
            server.setTimeout(PATIENCE);
            byte[] some = new byte[16 << 10];
            for (int count = server.read(some); count >= 0; count = server.read(some)) {
                client.write(some, 0, count);
            }
        }
    }

    /** Null if it is no literal address with a port. Names are not looked up: that would hold the loop up. */
    private static SocketAddress parse(String line) {
        int colon = line.lastIndexOf(':');
        if (colon < 0 || !line.substring(colon + 1).matches("[0-9]{1,5}")) {
            return null;
        }
        int port = Integer.parseInt(line.substring(colon + 1));
        try {
            return port > 65535 ? null : new InetSocketAddress(InetAddress.ofLiteral(line.substring(0, colon)), port);
        } catch (IllegalArgumentException noLiteral) {
            return null;
        }
    }

    /** {@code ProxyServer PORT}, until a line comes in on standard input. */
    public static void main(String[] arguments) throws Exception {
        Examples.serve(arguments[0], 1, new ProxyServer());
    }
}
