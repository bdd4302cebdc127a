package org.mainmemory.server.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The program that replays what an application asks of a cache, and counts misses. On stdout it says
 * {@code requests=N misses=N refused=N}, the last for sets that the server did not carry out, and what it said to the
 * first of them; it ends with 0, with 1 when the server failed, with 64 when it was called wrongly.
 */
@Command(name = "Replay", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, sortOptions = false,
        description = "Replays a trace of keys on a memcached server: get, and on a miss set.")
public final class Replay {

    /** The numbers of a copy's keys begin this much after those of the one before it. */
    private static final long COPY = 10_000_000;
    private static final int MOST_COPIES = 64;
    private static final int SCAN_FACTOR = 10;
    private static final double ZIPF_EXPONENT = 0.99;
    private static final int EXIT_USAGE = 64;

    @Option(names = "--port", required = true, description = "The server's TCP port on this machine.")
    private int port;

    @Option(names = "--value-size", defaultValue = "500", description = "Bytes of a value (${DEFAULT-VALUE}).")
    private int valueSize;

    @Option(names = "--batch", defaultValue = "32",
            description = "Keys asked for at a time, different ones (${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--copies", defaultValue = "1",
            description = "So many copies of the trace at once, with keys of their own (${DEFAULT-VALUE}).")
    private int copies;

    @Option(names = "--requests", defaultValue = "2000000", description = "Requests of --zipf (${DEFAULT-VALUE}).")
    private long requests;

    @ArgGroup(multiplicity = "1")
    private @Nullable Load load;

    /** What to ask for. */
    private static final class Load {

        @Option(names = "--trace", description = "A file, perhaps with gzip, of key numbers, one a line.")
        private @Nullable Path trace;

        @Option(names = "--zipf", description = "So many keys, drawn by Zipf's law with exponent 0.99.")
        private int zipfKeys;

        @Option(names = "--scan", description = "For a cache of so many items: half as many, three times; then ten"
                + " times as many, once; then the half once more, which is what is counted.")
        private int scanItems;
    }

    private Replay() {
    }

    /** Replays what {@code arguments} ask for; {@code --help} lists them. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /** The same without the end of the process: returns the exit code. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        Replay replay = new Replay();
        CommandLine commandLine = new CommandLine(replay);
        try {
            commandLine.parseArgs(arguments);
        } catch (ParameterException wrong) {
            err.println("Replay: " + wrong.getMessage());
            return EXIT_USAGE;
        }
        if (commandLine.isUsageHelpRequested()) {
            commandLine.usage(out);
            return 0;
        }
        if (replay.copies < 1 || replay.copies > MOST_COPIES || replay.batch < 1 || replay.valueSize < 0) {
            err.println("Replay: --copies must be 1 to " + MOST_COPIES + ", --batch 1 or more, --value-size 0 or more");
            return EXIT_USAGE;
        }
        try {
            out.println(replay.run());
            return 0;
        } catch (IOException | UncheckedIOException failure) {
            err.println("Replay: " + failure.getMessage());
            return 1;
        }
    }

    private String run() throws IOException {
        try (LookAside cache = new LookAside(port, valueSize, batch)) {
            if (load.trace != null) {
                replayTrace(cache, load.trace);
            } else if (load.zipfKeys > 0) {
                ask(cache, LongStream.generate(new Zipf(load.zipfKeys, ZIPF_EXPONENT, 1)).limit(requests));
            } else {
                scan(cache, load.scanItems);
            }
            return "requests=" + cache.requests() + " misses=" + cache.misses() + " refused=" + cache.refused()
                    + (cache.refused() > 0 ? " first=" + cache.firstRefusal() : "");
        }
    }

    private void replayTrace(LookAside cache, Path trace) throws IOException {
        try (InputStream raw = Files.newInputStream(trace);
                InputStream plain = trace.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long key = Long.parseLong(line);
                for (int copy = 0; copy < copies; copy++) {
                    cache.ask(copy * COPY + key);
                }
            }
            cache.flush();
        }
    }

    private static void scan(LookAside cache, int items) throws IOException {
        for (int round = 0; round < 3; round++) {
            ask(cache, LongStream.range(0, items / 2));
        }
        ask(cache, LongStream.range(items, items + (long) SCAN_FACTOR * items));
        cache.restart();
        ask(cache, LongStream.range(0, items / 2));
    }

    private static void ask(LookAside cache, LongStream keys) throws IOException {
        for (PrimitiveIterator.OfLong key = keys.iterator(); key.hasNext(); ) {
            cache.ask(key.nextLong());
        }
        cache.flush();
    }
}
