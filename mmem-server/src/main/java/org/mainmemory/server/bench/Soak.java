package org.mainmemory.server.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The program that says random things to a memcached server for a while, over quick and slow connections and some that
 * break off, and checks every byte that comes back. On stdout it says {@code requests=N}; it ends with 0, with 1 and a
 * sentence on stderr when anything was wrong, with 64 when it was called wrongly.
 */
@Command(name = "Soak", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, sortOptions = false,
        description = "Says random things to a memcached server and checks every byte of what it answers.")
public final class Soak {

    private static final int EXIT_USAGE = 64;
    private static final int STEPS_BEFORE_BREAKING_OFF = 200;

    @Option(names = "--port", required = true, description = "The server's TCP port on this machine.")
    private int port;

    @Option(names = "--seconds", defaultValue = "600", description = "How long (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--connections", defaultValue = "6", description = "Quick connections (${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--slow", defaultValue = "6", description = "Slow readers (${DEFAULT-VALUE}).")
    private int slow;

    @Option(names = "--seed", defaultValue = "1", description = "Where random numbers start (${DEFAULT-VALUE}).")
    private long seed;

    private Soak() {
    }

    /** Does what {@code arguments} ask for; {@code --help} lists them. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments, System.out, System.err));
    }

    /** The same without the end of the process: returns the exit code. */
    static int run(String[] arguments, PrintStream out, PrintStream err) throws InterruptedException {
        Soak soak = new Soak();
        CommandLine commandLine = new CommandLine(soak);
        try {
            commandLine.parseArgs(arguments);
        } catch (ParameterException wrong) {
            err.println("Soak: " + wrong.getMessage());
            return EXIT_USAGE;
        }
        if (commandLine.isUsageHelpRequested()) {
            commandLine.usage(out);
            return 0;
        }
        try {
            out.println("requests=" + soak.run());
            return 0;
        } catch (ExecutionException failure) {
            err.println("Soak: seed " + soak.seed + ": " + failure.getCause());
            return 1;
        }
    }

    private long run() throws InterruptedException, ExecutionException {
        long endNanos = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        List<Callable<Long>> clients = new ArrayList<>();
        for (int i = 0; i < connections + slow; i++) {
            int number = i;
            clients.add(() -> talk(number, endNanos));
        }
        clients.add(() -> breakOff(endNanos));
        long requests = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(clients.size())) {
            List<Future<Long>> talks = clients.stream().map(threads::submit).toList();
            for (Future<Long> talk : talks) {
                requests += talk.get();
            }
        }
        return requests;
    }

    private long talk(int number, long endNanos) throws IOException {
        try (SoakClient client = new SoakClient(port, seed * 1000 + number, number >= connections)) {
            while (System.nanoTime() - endNanos < 0) {
                step(client);
            }
            return client.requests();
        }
    }

    private static void step(SoakClient client) throws IOException {
        try {
            client.step();
        } catch (IOException failure) {
            throw new IOException(client + ": " + failure.getMessage(), failure);
        }
    }

    /** One connection after another that ends in the middle of a request or of a reply. */
    private long breakOff(long endNanos) throws IOException {
        long requests = 0;
        for (long round = 0; System.nanoTime() - endNanos < 0; round++) {
            try (SoakClient client = new SoakClient(port, ~(seed * 1_000_000 + round), false)) {
                for (int step = 0; step < STEPS_BEFORE_BREAKING_OFF && System.nanoTime() - endNanos < 0; step++) {
                    step(client);
                }
                requests += client.requests();
                if (round % 2 == 0) {
                    client.breakOff();
                } else {
                    client.readHalf();
                }
            }
        }
        return requests;
    }
}
