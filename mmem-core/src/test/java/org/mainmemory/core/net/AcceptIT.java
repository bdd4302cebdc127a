package org.mainmemory.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mainmemory.core.fiber.FiberConnection;
import org.mainmemory.core.fiber.FiberProtocol;
import org.mainmemory.core.loop.LoopCounters;
import org.mainmemory.core.loop.OnLoop;

@Timeout(60)
class AcceptIT {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void oneTooManyIsToldSo(int loops) throws Exception {
        NetSettings settings = TestServer.loopback().withMaxConnections(3, "too many\r\n");
        try (TestServer server = new TestServer(loops, settings, LineEcho::new);
                Client one = server.connect();
                Client two = server.connect();
                Client three = server.connect()) {
            one.echo("1\n");
            two.echo("2\n");
            three.echo("3\n");
            for (int i = 0; i < 3; i++) {
                try (Client four = server.connect()) {
                    four.expect("too many\r\n");
                    four.expectEnd();
                }
            }
            assertEquals(3, server.loops().sum(LoopCounters::connectionsRefused));
            assertEquals(3, server.net().connections());
            two.reset();
            server.awaitConnections(2);
            try (Client again = server.connect()) {
                again.echo("4\n");
            }
            one.echo("1\n");
        }
    }

    @Test
    void pausesAndResumes() throws Exception {
        try (TestServer server = new TestServer(2, LineEcho::new); Client before = server.connect()) {
            before.echo("before\n");
            server.net().pauseAccepting();
            OnLoop.call(server.loops().loop(0), () -> true);
            try (Client waiting = server.connect()) {
                waiting.send("waiting\n");
                before.echo("still there\n");
                assertEquals(1, server.net().connections());
                long turns = server.loops().sum(LoopCounters::turns);
                Thread.sleep(50);
                assertTrue(server.loops().sum(LoopCounters::turns) <= turns + 4, "does not spin");
                server.net().resumeAccepting();
                waiting.expect("waiting\n");
                assertEquals(2, server.net().connections());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "fiber"})
    void waitsAndDoesNotSpinWithoutFileDescriptors(String kind) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")) && Files.exists(Path.of("/bin/sh")), "needs Linux");
        Process child = new ProcessBuilder("/bin/sh", "-c", "ulimit -n 40; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "--add-opens", "java.base/java.lang=ALL-UNNAMED",
                "-cp", smallClassPath(), TellsItsTurns.class.getName(), kind)
                .redirectErrorStream(true).start();
        List<Client> clients = new ArrayList<>();
        try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
                Writer input = child.outputWriter(StandardCharsets.UTF_8)) {
            int port = (int) number(output, "port ");
            Client first = connect(clients, port);
            first.echo("first\n");
            for (int i = 0; i < 40; i++) {
                connect(clients, port).send("waiting\n");
            }
            first.echo("goes on\n");
            while (descriptors(child) < 39) {
                Thread.sleep(1);
            }
            expectFewTurns(input, output);
            for (int i = 1; i < 31; i++) {
                clients.get(i).close();
            }
            clients.getLast().expect("waiting\n");
            first.echo("first\n");
        } finally {
            for (Client client : clients) {
                client.close();
            }
            assertEquals(0, child.waitFor(), "what the server had left at its end");
        }
    }

    private static long descriptors(Process process) throws IOException {
        try (var open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return open.count();
        }
    }

    /** Without the jars of the benchmarks: each that a search for a class comes by costs a descriptor. */
    private static String smallClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(netty|jmh|jopt-simple|commons-math).*[.]jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A loop that waits 20 ms before it tries again makes two turns each time; one that spins makes thousands. */
    private static void expectFewTurns(Writer input, BufferedReader output) throws Exception {
        long begin = System.nanoTime();
        input.append('?').flush();
        long before = number(output, "turns ");
        Thread.sleep(200);
        input.append('?').flush();
        long turns = number(output, "turns ") - before;
        long millis = (System.nanoTime() - begin) / 1_000_000;
        assertTrue(turns <= 2 * (millis / 20 + 1) + 10, turns + " turns in " + millis + " ms");
    }

    /** Runs in a JVM of its own: an echo server that tells its loop's turns when asked; it fails if it leaks. */
    static final class TellsItsTurns {

        private TellsItsTurns() {
        }

        private static void echo(FiberConnection connection) throws Exception {
            for (int length = connection.awaitLine(); length > 0; length = connection.awaitLine()) {
                connection.writeInput(length);
            }
        }

        public static void main(String[] arguments) throws Exception {
            Protocol protocol = arguments[0].equals("session") ? LineEcho::new : FiberProtocol.of(TellsItsTurns::echo);
            try (TestServer server = new TestServer(1, protocol)) {
                System.out.println("port " + server.net().port());
                while (System.in.read() >= 0) {
                    System.out.println("turns " + server.loops().sum(LoopCounters::turns));
                }
            }
        }
    }

    private static Client connect(List<Client> clients, int port) throws IOException {
        clients.add(new Client(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        return clients.getLast();
    }

    private static long number(BufferedReader output, String name) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.substring(name.length()));
            }
        }
        throw new IOException("the server said no " + name);
    }
}
