package org.mainmemory.core.examples;

import java.io.IOException;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;
import org.mainmemory.core.net.Connection;
import org.mainmemory.core.net.Endpoint;
import org.mainmemory.core.net.NetServer;
import org.mainmemory.core.net.NetSettings;
import org.mainmemory.core.net.Session;
import org.mainmemory.core.net.Turn;

/** The overview's first server: sends each line back. */
record SessionEcho(Connection connection) implements Session {

    // snippet
    @Override
    public Turn onInput(InputBuffer input, OutputBuffer output) {
        int end = input.indexOf((byte) '\n', input.start());
        while (end >= 0) {
            int length = end + 1 - input.start();
            if (output.room() < length && !connection.flush()) {
                return Turn.BLOCKED;
            }
            output.putBytes(input.bytes(), input.start(), length);
            input.consume(length);
            end = input.indexOf((byte) '\n', input.start());
        }
        return Turn.READ;
    }

    public static void main(String[] arguments) throws IOException {
        NetSettings settings = NetSettings.listeningAt(Endpoint.anyAddress(7777));
        NetServer.bind(settings, LoopGroup.open(2), SessionEcho::new).start();
    }
    // end
}
