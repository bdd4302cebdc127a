package org.mainmemory.server;

import static org.mainmemory.server.options.StartFailure.FAILURE;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mainmemory.server.options.StartFailure;
import org.mainmemory.server.posix.PosixException;
import org.mainmemory.server.posix.Terminal;

/**
 * Serving in the background: -d. For the main thread.
 *
 * <p>A JVM cannot fork: of its threads a child would have only one. So the process that was started runs itself once
 * more, with the same command line and an environment variable that tells the second one what it is, and waits for it.
 * The second one is the server. It leaves the terminal, starts as ever, tells the first one on standard output that it
 * serves, and then lets go of its standard files. If it fails, its words are on standard error and the first one exits
 * with its exit code.
 */
final class Daemon {

    private static final String VARIABLE = "MMEM_DAEMON";
    private static final String SERVES = "mmem serves";
    private static final Path OWN_COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Daemon() {
    }

    /** Whether this is the process that is to serve, not the one that was started. */
    static boolean isHere() {
        return System.getenv(VARIABLE) != null;
    }

    /**
     * Starts the process that serves and waits until it does or has failed.
     *
     * @return the exit code: 0 if it serves
     * @throws StartFailure if the process cannot be started
     */
    static int start() throws StartFailure {
        ProcessBuilder builder = new ProcessBuilder(ownCommandLine())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(Redirect.INHERIT);
        builder.environment().put(VARIABLE, "1");
        try {
            Process server = builder.start();
            return serves(server) ? 0 : server.waitFor();
        } catch (IOException e) {
            throw new StartFailure(FAILURE, "failed to daemon() in order to daemonize: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILURE;
        }
    }

    /** Waits for the good news, or for the end of the output. */
    private static boolean serves(Process server) throws IOException {
        try (BufferedReader output = server.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(SERVES)) {
                    return true;
                }
                System.out.println(line);
            }
        }
        return false;
    }

    private static List<String> ownCommandLine() throws StartFailure {
        ProcessHandle.Info self = ProcessHandle.current().info();
        List<String> words = new ArrayList<>();
        words.add(self.command().orElseThrow(() -> new StartFailure(
                FAILURE, "failed to daemon() in order to daemonize: the system does not tell what runs here")));
        words.addAll(ownArguments(self));
        return words;
    }

    /** Linux tells them whole in a file; {@code ProcessHandle} there does not if they are long. */
    private static List<String> ownArguments(ProcessHandle.Info self) {
        try {
            String all = Files.readString(OWN_COMMAND_LINE, Charset.forName(System.getProperty("sun.jnu.encoding")));
            return Arrays.asList(all.substring(all.indexOf('\0') + 1, all.length() - 1).split("\0", -1));
        } catch (IOException | StringIndexOutOfBoundsException e) {
            return Arrays.asList(self.arguments().orElse(new String[0]));
        }
    }

    /**
     * Leaves the terminal, before anything is opened.
     *
     * @param keepDirectory whether relative paths go on beginning where the process was started, and core files go
     *     there, as memcached has it with -r
     */
    static void leaveTerminal(boolean keepDirectory) throws StartFailure {
        try {
            Terminal.leave();
            if (!keepDirectory) {
                Terminal.changeToRoot();
            }
        } catch (PosixException | UnsupportedOperationException e) {
            throw new StartFailure(FAILURE, "failed to daemon() in order to daemonize: " + e.getMessage());
        }
    }

    /** Tells the process that was started that this one serves, and lets go of the standard files. */
    static void report(boolean verbose) throws StartFailure {
        System.out.println(SERVES);
        System.out.flush();
        try {
            Terminal.close(!verbose);
        } catch (PosixException | UnsupportedOperationException e) {
            throw new StartFailure(FAILURE, "failed to let go of standard input and output: " + e.getMessage());
        }
    }
}
