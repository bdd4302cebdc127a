package org.mainmemory.core.examples;

import java.time.Duration;
import org.mainmemory.core.fiber.FiberConnection;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.core.net.NetServer;
import org.mainmemory.core.net.NetSettings;

/** Greets whoever connects, and hangs up. The smallest server there is. */
public final class HelloServer implements FiberProtocol {

    private final String greeting;

    /** A server that says {@code greeting}. */
    public HelloServer(String greeting) {
        this.greeting = greeting;
    }

    @Override
    public void serve(FiberConnection connection) throws Exception {
        connection.write(greeting);
    }

    /** {@code HelloServer PORT GREETING}, until a line comes in on standard input. */
    public static void main(String[] arguments) throws Exception {
        Endpoint endpoint = Endpoint.anyAddress(Integer.parseInt(arguments[0]));
        FiberProtocol hello = new HelloServer(arguments[1] + "\n");
        NetServer server = NetServer.bind(
                NetSettings.listeningAt(endpoint), LoopGroup.open(1), FiberProtocol.of(hello));
        server.start();
        System.in.read();
        server.stop(Duration.ofSeconds(10));
    }
}
