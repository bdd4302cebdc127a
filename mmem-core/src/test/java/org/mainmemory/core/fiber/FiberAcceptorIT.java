package org.mainmemory.core.fiber;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.net.Client;
import org.mainmemory.core.net.TestServer;

@Timeout(60)
class FiberAcceptorIT {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aFiberAcceptsForAllLoops(int loops) throws Exception {
        FiberAcceptor acceptor = new FiberAcceptor(100);
        try (TestServer server = new TestServer(loops, acceptor)) {
            Fiber.startDaemon(server.loops().loop(0), "acceptor", () -> {
                while (true) {
                    FiberConnection connection = acceptor.accept();
                    Fiber.start(connection.loop(), "serves", () -> {
                        try (connection) {
                            FiberConnectionIT.echoLines(connection);
                        }
                    });
                }
            });
            for (int i = 0; i < 8; i++) {
                try (Client client = server.connect()) {
                    client.echo("a line\n");
                    client.endOutput();
                    client.expectEnd();
                }
            }
        }
    }

    @Test
    void thoseBeyondTheBacklogAreClosed() throws Exception {
        FiberAcceptor acceptor = new FiberAcceptor(1);
        try (TestServer server = new TestServer(1, acceptor); Client waits = server.connect()) {
            server.awaitConnections(1);
            try (Client beyond = server.connect()) {
                beyond.expectEnd();
            }
            CompletableFuture<Boolean> accepted = Fiber.call(server.loops().loop(0), "accepts once", () -> {
                FiberConnection connection = acceptor.accept(TestServer.LONG);
                connection.write(connection.readLine() + "\n");
                connection.close();
                assertThrows(TimeoutException.class, () -> acceptor.accept(Duration.ofMillis(5)));
                acceptor.close();
                return acceptor.accept() == null;
            });
            waits.echo("a line\n");
            waits.expectEnd();
            assertTrue(accepted.get());
        }
    }
}
