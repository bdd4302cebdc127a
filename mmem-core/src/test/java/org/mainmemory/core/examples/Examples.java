package org.mainmemory.core.examples;

import java.io.IOException;
import java.time.Duration;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.core.net.NetServer;
import org.mainmemory.core.net.NetSettings;

/** What the examples' main methods share. {@link HelloServer} has all of it, once, to be read. */
public final class Examples {

    private Examples() {
    }

    /** Serves at {@code port} until a line comes in on standard input. */
    public static void serve(String port, int loops, FiberProtocol protocol) throws IOException, InterruptedException {
        NetSettings settings = NetSettings.listeningAt(Endpoint.anyAddress(Integer.parseInt(port)));
        NetServer server = NetServer.bind(settings, LoopGroup.open(loops), FiberProtocol.of(protocol));
        server.start();
        System.in.read();
        server.stop(Duration.ofSeconds(10));
    }
}
