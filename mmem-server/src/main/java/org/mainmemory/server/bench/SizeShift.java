package org.mainmemory.server.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The program that sees how soon a server that is full of values of one size hits with values of another as well as
 * one that has just been started. On stdout it says {@code shifted=R fresh=R first=Q then=Q refused=N}: the hit ratios
 * of both from when the server has stored as much of the new size as it has memory, until it has stored half as much
 * again, the quotients of both ratios before and after that moment, and sets that it did not carry out. It ends with 0,
 * with 1 when a server failed, with 64 when it was called wrongly.
 */
@Command(name = "SizeShift", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, sortOptions = false,
        description = "Fills a memcached server with values of one size, then asks for values of another.")
public final class SizeShift {

    private static final double ZIPF_EXPONENT = 0.99;
    /** Keys are as many as ten times what there is memory for. */
    private static final int KEYS = 10;
    private static final double FILL = 1.5;
    private static final double MEASURED = 0.5;
    /** What an item takes besides its value, about. */
    private static final int OVERHEAD = 45;
    private static final long NEW_KEYS = 100_000_000;
    private static final int BATCH = 32;
    private static final int EXIT_USAGE = 64;

    @Option(names = "--port", required = true, description = "TCP port of the server that is filled.")
    private int port;

    @Option(names = "--fresh-port", required = true, description = "TCP port of one that has just been started.")
    private int freshPort;

    @Option(names = "--memory", required = true, description = "-m of both.")
    private int megabytes;

    @Option(names = "--from", required = true, description = "Bytes of a value at first.")
    private int from;

    @Option(names = "--to", required = true, description = "Bytes of a value later.")
    private int to;

    private SizeShift() {
    }

    /** Does what {@code arguments} ask for; {@code --help} lists them. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /** The same without the end of the process: returns the exit code. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        SizeShift shift = new SizeShift();
        CommandLine commandLine = new CommandLine(shift);
        try {
            commandLine.parseArgs(arguments);
        } catch (ParameterException wrong) {
            err.println("SizeShift: " + wrong.getMessage());
            return EXIT_USAGE;
        }
        if (commandLine.isUsageHelpRequested()) {
            commandLine.usage(out);
            return 0;
        }
        try {
            out.println(shift.run());
            return 0;
        } catch (IOException failure) {
            err.println("SizeShift: " + failure.getMessage());
            return 1;
        }
    }

    private String run() throws IOException {
        long refused = fill();
        try (LookAside shifted = new LookAside(port, to, BATCH);
                LookAside fresh = new LookAside(freshPort, to, BATCH)) {
            LongSupplier keys = new Zipf(items(to, KEYS), ZIPF_EXPONENT, 1);
            ask(shifted, fresh, keys, items(to, 1));
            double first = hitRatio(shifted) / hitRatio(fresh);
            shifted.restart();
            fresh.restart();
            ask(shifted, fresh, keys, items(to, 1 + MEASURED));
            return String.format(Locale.ROOT, "shifted=%.4f fresh=%.4f first=%.3f then=%.3f refused=%d",
                    hitRatio(shifted), hitRatio(fresh), first, hitRatio(shifted) / hitRatio(fresh),
                    refused + shifted.refused());
        }
    }

    /** Fills the server with what is hit by Zipf's law; returns the sets that it did not carry out. */
    private long fill() throws IOException {
        try (LookAside filled = new LookAside(port, from, BATCH)) {
            int count = items(from, FILL);
            for (long key = 0; key < count; key++) {
                filled.ask(key);
            }
            for (long key : LongStream.generate(new Zipf(count, ZIPF_EXPONENT, 2)).limit(count).toArray()) {
                filled.ask(key);
            }
            filled.flush();
            return filled.refused();
        }
    }

    /** Asks both for the same keys until the first has stored {@code sets} values. */
    private static void ask(LookAside shifted, LookAside fresh, LongSupplier keys, long sets) throws IOException {
        while (shifted.sets() < sets) {
            long key = NEW_KEYS + keys.getAsLong();
            shifted.ask(key);
            fresh.ask(key);
        }
        shifted.flush();
        fresh.flush();
    }

    private int items(int valueBytes, double memories) {
        return (int) (memories * (megabytes << 20) / (valueBytes + OVERHEAD));
    }

    private static double hitRatio(LookAside cache) {
        return 1 - (double) cache.misses() / cache.requests();
    }
}
