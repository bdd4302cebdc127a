package org.mainmemory.core.examples;

import java.io.IOException;
import org.mainmemory.core.fiber.FiberConnection;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.core.net.NetServer;
import org.mainmemory.core.net.NetSettings;

/** The overview's second server: the same as a fiber. */
final class FiberEcho {

    private FiberEcho() {
    }

    // snippet
    static void echo(FiberConnection connection) throws IOException, InterruptedException {
        for (String line = connection.readLine(); line != null; line = connection.readLine()) {
            connection.write(line + "\n");
        }
    }

    public static void main(String[] arguments) throws IOException {
        NetSettings settings = NetSettings.listeningAt(Endpoint.anyAddress(7777));
        NetServer.bind(settings, LoopGroup.open(2), FiberProtocol.of(FiberEcho::echo)).start();
    }
    // end
}
