package org.mainmemory.core.net;

import java.time.Duration;
import org.mainmemory.core.loop.LoopGroup;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

/** A whole server: sends each line back. */
public record LineEcho(Connection connection) implements Session {

    @Override
    public Turn onInput(InputBuffer input, OutputBuffer output) {
        for (int lf = lineEnd(input); lf >= 0; lf = lineEnd(input)) {
            int length = lf + 1 - input.start();
            if (output.room() < length && !connection.flush()) {
                return Turn.BLOCKED;
            }
            output.putBytes(input.bytes(), input.start(), length);
            input.consume(length);
        }
        return Turn.READ;
    }

    private static int lineEnd(InputBuffer input) {
        return input.indexOf((byte) '\n', input.start());
    }

    public static void main(String[] arguments) throws Exception {
        LoopGroup loops = LoopGroup.open(Integer.parseInt(arguments[1]));
        Endpoint endpoint = Endpoint.anyAddress(Integer.parseInt(arguments[0]));
        NetServer server = NetServer.bind(NetSettings.listeningAt(endpoint), loops, LineEcho::new);
        server.start();
        System.out.println("listening at port " + server.port());
        System.in.read();
        server.stop(Duration.ofSeconds(1));
    }
}
