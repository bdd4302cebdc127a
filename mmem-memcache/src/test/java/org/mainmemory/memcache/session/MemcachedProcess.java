package org.mainmemory.memcache.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real memcached on a free port, for comparison: the one on PATH, or what {@code -Dmmem.memcached} names. */
public final class MemcachedProcess implements AutoCloseable {

    private static final String PROGRAM = System.getProperty("mmem.memcached", "memcached");
    private static final int CONNECT_TRIES = 200;

    private final Process process;
    private final int port;

    private MemcachedProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The release, as {@code memcached -V} tells it; empty if there is no memcached. */
    public static Optional<String> release() {
        try {
            Process process = new ProcessBuilder(PROGRAM, "-V").redirectErrorStream(true).start();
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return Optional.of(line.substring(line.lastIndexOf(' ') + 1));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** Starts it with {@code options}. */
    public static MemcachedProcess start(List<String> options) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(
                List.of(PROGRAM, "-l", "127.0.0.1", "-p", Integer.toString(port), "-U", "0"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "root"));
        }
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        MemcachedProcess memcached = new MemcachedProcess(process, port);
        memcached.awaitPort();
        return memcached;
    }

    /** Where it listens on the loopback address. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void awaitPort() throws IOException, InterruptedException {
        for (int i = 0; i < CONNECT_TRIES; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    throw new IOException("memcached ended with " + process.exitValue(), notYet);
                }
                Thread.sleep(10);
            }
        }
        throw new IOException("memcached does not listen on port " + port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
