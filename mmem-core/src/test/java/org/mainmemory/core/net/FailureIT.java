package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.memory.InputBuffer;
import org.mainmemory.core.memory.OutputBuffer;

/** A session's exception costs its own connection, and nothing else. */
@Timeout(60)
class FailureIT {

    @ParameterizedTest
    @ValueSource(strings = {"x", "X", "ex", "rx", "ax", "bxe"})
    void anExceptionClosesItsConnectionAlone(String script) throws Exception {
        try (TestServer server = new TestServer(2, ScriptedSession::new);
                Client other = server.connect();
                Client sameLoop = server.connect();
                Client client = server.connect()) {
            server.awaitConnections(3);
            sameLoop.send("k");
            client.send(script);
            if (script.startsWith("b")) {
                client.receive(ScriptedSession.FLOOD - 100_000);
            }
            server.awaitFailures(1);
            server.awaitConnections(2);
            other.echo("e");
            assertEquals(1, server.failures());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "end", "close"})
    void anExceptionAtAnyOtherCallDoesNoMore(String where) throws Exception {
        Protocol protocol = connection -> {
            if (connection.id() > 1) {
                return new ScriptedSession(connection);
            }
            if (where.equals("open")) {
                throw new IllegalStateException("thrown by a test on purpose");
            }
            return new FailsAt(where);
        };
        try (TestServer server = new TestServer(1, protocol); Client client = server.connect()) {
            client.endOutput();
            client.expectEnd();
            server.awaitConnections(0);
            server.awaitFailures(1);
            assertEquals(1, server.failures());
            try (Client other = server.connect()) {
                other.echo("e");
            }
        }
    }

    /** Throws at the end of input, or when it is closed. */
    private record FailsAt(String where) implements Session {

        @Override
        public Turn onInput(InputBuffer input, OutputBuffer output) {
            return Turn.READ;
        }

        @Override
        public Turn onEndOfInput(InputBuffer input, OutputBuffer output) {
            failAt("end");
            return Turn.CLOSE;
        }

        @Override
        public void onClose() {
            failAt("close");
        }

        private void failAt(String here) {
            if (here.equals(where)) {
                throw new IllegalStateException("thrown by a test on purpose");
            }
        }
    }
}
