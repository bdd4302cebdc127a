package org.mainmemory.core.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.loop.EventLoop;
import org.mainmemory.core.loop.OnLoop;
import org.mainmemory.core.net.Client;
import org.mainmemory.core.net.Connector;
import org.mainmemory.core.net.TestServer;

@Timeout(60)
class ProxyServerIT {

    @Test
    void relaysOneServerAfterAnother() throws Exception {
        String greeting = "hello\n".repeat(100_000);
        try (TestServer hello = new TestServer(1, FiberProtocol.of(new HelloServer(greeting)));
                TestServer proxy = new TestServer(2, FiberProtocol.of(new ProxyServer()));
                Client client = proxy.connect()) {
            String line = "127.0.0.1:" + hello.net().port() + "\r\n";
            client.send(line + line);
            client.expect(greeting + greeting);
            client.send("nonsense\n127.0.0.1:99999\n");
            client.expect("an address and a port, please: 192.0.2.1:13\n".repeat(2));
            client.send("127.0.0.1:" + freePort() + "\n" + line);
            String complaint = "Connection refused\n";
            String text = new String(client.receive(complaint.length()), US_ASCII);
            while (!text.endsWith(complaint)) {
                text += new String(client.receive(1), US_ASCII);
            }
            client.expect(greeting);
            for (EventLoop loop : proxy.loops().loops()) {
                assertEquals(0, OnLoop.call(loop, () -> Connector.on(loop).connections()), "all hung up");
            }
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
