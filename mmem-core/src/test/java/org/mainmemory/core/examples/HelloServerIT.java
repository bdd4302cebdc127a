package org.mainmemory.core.examples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.net.Client;
import org.mainmemory.core.net.TestServer;

@Timeout(60)
class HelloServerIT {

    @Test
    void greetsAndHangsUp() throws Exception {
        String greeting = "hello\n".repeat(100_000);
        try (TestServer server = new TestServer(2, FiberProtocol.of(new HelloServer(greeting)))) {
            for (int i = 0; i < 3; i++) {
                try (Client client = server.connect()) {
                    client.expect(greeting);
                    client.expectEnd();
                }
            }
        }
    }
}
