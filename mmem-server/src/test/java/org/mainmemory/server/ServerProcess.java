package org.mainmemory.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The packaged program in a process of its own, with what it prints in files. Stopped by {@link #close}. */
final class ServerProcess implements AutoCloseable {

    /** What a process of root's prints at its start without -u. */
    static final String ROOT_WARNING = "mmem: running as root; with -u <user> it would give root's rights up\n";

    private static final long PATIENCE_SECONDS = 60;
    private static final List<String> ANY_PORT = List.of("-l", "127.0.0.1", "-p", "-1");

    private final Process process;
    private final Path portFile;
    private final Path stdout;
    private final Path stderr;

    private ServerProcess(Path directory, List<String> command, List<String> options) throws IOException {
        Path room = Files.createTempDirectory(directory, "mmem");
        Files.setPosixFilePermissions(room, PosixFilePermissions.fromString("rwxrwxrwx"));
        portFile = room.resolve("ports");
        stdout = room.resolve("stdout");
        stderr = room.resolve("stderr");
        List<String> words = new ArrayList<>(command);
        words.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        builder.environment().put("MEMCACHED_PORT_FILENAME", portFile.toString());
        process = builder.start();
    }

    /** Starts the program with these options; files go to a folder in {@code directory}. */
    static ServerProcess start(Path directory, String... options) throws IOException {
        return new ServerProcess(directory, java(), List.of(options));
    }

    /** Starts the program on any free port of the loopback address, with further options. */
    static ServerProcess startOnLoopback(Path directory, String... options) throws IOException {
        List<String> all = new ArrayList<>(ANY_PORT);
        all.addAll(List.of(options));
        return new ServerProcess(directory, java(), all);
    }

    /** Starts the program on any free port of the loopback address with a signal ignored. */
    static ServerProcess startIgnoring(String signal, Path directory) throws IOException {
        List<String> command = java("/bin/sh", "-c", "trap '' " + signal + "; exec \"$@\"", "sh");
        return new ServerProcess(directory, command, ANY_PORT);
    }

    /** Starts the program on any free port of the loopback address with options for the JVM, which tells them again. */
    static ServerProcess startWithJvmOptions(String jvmOptions, Path directory) throws IOException {
        return new ServerProcess(directory, java("env", "JDK_JAVA_OPTIONS=" + jvmOptions), ANY_PORT);
    }

    /**
     * Starts the program by a copy of scripts/mmem in {@code directory}, which has no cache yet, on any free port of
     * the loopback address with further options for the JVM.
     */
    static ServerProcess startByScript(String jvmOptions, Path directory) throws IOException {
        Path script = copy(Path.of("../scripts/mmem"), directory.resolve("scripts/mmem"));
        copy(Path.of(System.getProperty("mmem.jar")), directory.resolve("mmem-server/target/mmem.jar"));
        String java = System.getProperty("java.home");
        List<String> command =
                List.of("env", "JAVA_HOME=" + java, "MMEM_JAVA_OPTS=" + jvmOptions, script.toString());
        return new ServerProcess(directory, command, ANY_PORT);
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        return Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static List<String> java(String... launcher) {
        List<String> words = new ArrayList<>(List.of(launcher));
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:MaxDirectMemorySize=4g",
                "-jar", System.getProperty("mmem.jar")));
        return words;
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    long pid() {
        return process.pid();
    }

    /** Connects to the first TCP port, once the server has told it. */
    SocketChannel connect() throws IOException, InterruptedException {
        return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
    }

    /** Connects to an address as soon as the server listens there. */
    SocketChannel connect(SocketAddress address) throws IOException, InterruptedException {
        for (long start = System.nanoTime(); ; Thread.sleep(10)) {
            try {
                return SocketChannel.open(address);
            } catch (IOException e) {
                failIfGoneOrLate(start);
            }
        }
    }

    /** Connects to an address as soon as the server listens at a port. */
    SocketChannel connect(Callable<SocketAddress> address) throws Exception {
        return connect(address.call());
    }

    /** The first TCP port, once the server has told it. */
    int port() throws IOException, InterruptedException {
        for (long start = System.nanoTime(); !Files.exists(portFile); Thread.sleep(10)) {
            failIfGoneOrLate(start);
        }
        String line = Files.readAllLines(portFile).getFirst();
        assertTrue(line.matches("TCP INET6?: \\d+"), line);
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    /** Sends requests and expects these bytes in reply. */
    static void exchange(SocketChannel client, String requests, String replies) throws IOException {
        client.write(ByteBuffer.wrap(requests.getBytes(StandardCharsets.ISO_8859_1)));
        expect(client, replies);
    }

    /** Expects these bytes. */
    static void expect(SocketChannel client, String replies) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(replies.length());
        while (bytes.hasRemaining() && client.read(bytes) >= 0) {
            // More.
        }
        assertEquals(replies, new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1));
    }

    /** Sends a signal by its short name. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
        assertEquals(0, kill.waitFor());
    }

    /** Waits for the end of the process and returns its exit code. */
    int exitCode() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            fail("the process does not end; stderr: " + stderr());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String stdout() throws IOException {
        return Files.readString(stdout);
    }

    /** What was printed to standard error, without the warning that root gets. */
    String stderr() throws IOException {
        String text = Files.readString(stderr);
        return text.startsWith(ROOT_WARNING) ? text.substring(ROOT_WARNING.length()) : text;
    }

    /** Stops the process, kindly at first. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail("the server did not stop on SIGTERM");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void failIfGoneOrLate(long startNanos) throws IOException {
        boolean late = System.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        if (late || !process.isAlive()) {
            Optional<Integer> code = process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
            fail("the server does not listen; exit code " + code + ", stderr: " + stderr());
        }
    }
}
