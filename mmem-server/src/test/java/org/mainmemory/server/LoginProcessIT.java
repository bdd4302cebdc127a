package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mainmemory.server.ServerProcess.exchange;
import static org.mainmemory.server.ServerProcess.expect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with -B, -S and -Y. */
@Timeout(120) // A reply that does not come is waited for without end.
class LoginProcessIT {

    private static final String STORED = "STORED\r\n";
    private static final String FAILURE = "CLIENT_ERROR authentication failure\r\n";
    /** A binary noop, and the reply to it with and without SASL. */
    private static final String NOOP = "\u0080\n" + "\0".repeat(22);
    private static final String NOOP_REPLY = "\u0081\n" + "\0".repeat(22);
    private static final String NOOP_REFUSED =
            "\u0081\n\0\0\0\0\0 \0\0\0\r" + "\0".repeat(12) + "Auth failure.";

    @TempDir
    private Path directory;

    @Test
    void readsPasswordsAnewOnHup() throws Exception {
        Path file = Files.writeString(directory.resolve("passwords"), "user:old\n");
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-Y", file.toString());
                SocketChannel before = server.connect()) {
            exchange(before, "get k\r\n", "CLIENT_ERROR unauthenticated\r\n");
            exchange(before, login("old"), STORED);
            Files.writeString(file, "user:new\n");
            assertEquals(FAILURE, answerTo(server, "new"));
            server.signal("HUP");
            while (!answerTo(server, "new").equals(STORED)) {
                Thread.onSpinWait();
            }
            assertEquals(FAILURE, answerTo(server, "old"));
            exchange(before, "get k\r\n", "END\r\n");
            Files.delete(file);
            server.signal("HUP");
            assertEquals(STORED, answerTo(server, "new"));
        }
    }

    private static String login(String password) {
        return "set k 0 0 8\r\nuser " + password + "\r\n";
    }

    private static String answerTo(ServerProcess server, String password) throws IOException, InterruptedException {
        try (SocketChannel client = server.connect()) {
            client.write(ByteBuffer.wrap(login(password).getBytes(StandardCharsets.ISO_8859_1)));
            StringBuilder answer = new StringBuilder();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (answer.indexOf("\n") < 0 && client.read(one) > 0) {
                answer.append((char) one.flip().get());
                one.clear();
            }
            return answer.toString();
        }
    }

    @Test
    void speaksOneProtocolIfAsked() throws Exception {
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-B", "binary");
                SocketChannel binary = server.connect();
                SocketChannel text = server.connect()) {
            exchange(binary, NOOP, NOOP_REPLY);
            exchange(text, "get k\r\n", "");
        }
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "--protocol=ascii");
                SocketChannel text = server.connect()) {
            exchange(text, "\u0080\n\r\n", "CLIENT_ERROR bad command line format\r\n".repeat(2));
        }
    }

    @Test
    void saslWithoutPasswordsAdmitsNobody() throws Exception {
        try (ServerProcess server = ServerProcess.startOnLoopback(directory, "-S");
                SocketChannel client = server.connect()) {
            exchange(client, NOOP, NOOP_REFUSED);
            expect(client, "");
            assertEquals("WARNING: -S without MEMCACHED_SASL_PWDB: nobody can authenticate.\n", server.stderr());
        }
    }
}
