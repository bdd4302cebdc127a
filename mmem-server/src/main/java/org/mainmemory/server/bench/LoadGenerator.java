package org.mainmemory.server.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.mainmemory.core.loop.LoopGroup;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The program that makes load on a memcached server. On stdout it says what it counted, in one line of
 * {@code name=value} pairs; on stderr the first error. It ends with 0, with 1 when there were errors, with 64 when
 * it was called wrongly.
 */
public final class LoadGenerator {

    private static final int EXIT_ERRORS = 1;
    private static final int EXIT_USAGE = 64;

    private LoadGenerator() {
    }

    /** Runs the load that {@code arguments} ask for; {@code --help} lists them. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(arguments, System.out, System.err));
    }

    /** The same without the end of the process: returns the exit code. */
    static int run(String[] arguments, PrintStream out, PrintStream err) throws InterruptedException {
        LoadOptions options = new LoadOptions();
        CommandLine commandLine = new CommandLine(options).setOverwrittenOptionsAllowed(true);
        LoadSettings settings;
        try {
            commandLine.parseArgs(arguments);
            if (commandLine.isUsageHelpRequested()) {
                commandLine.usage(out);
                return 0;
            }
            settings = options.settings();
        } catch (ParameterException | IllegalArgumentException wrong) {
            err.println("LoadGenerator: " + wrong.getMessage());
            return EXIT_USAGE;
        }
        Tally tally = run(settings);
        out.println(line(tally));
        if (tally.errors > 0) {
            err.println("LoadGenerator: " + tally.errors + " errors, the first one: " + tally.firstError);
        }
        return tally.errors > 0 ? EXIT_ERRORS : 0;
    }

    /** Makes the load on loops of its own, waits for all of them, and adds up what they counted. */
    static Tally run(LoadSettings settings) throws InterruptedException {
        Tally total = new Tally();
        try {
            LoopGroup loops = LoopGroup.open(settings.threads());
            try {
                run(settings, loops, total);
            } finally {
                loops.stop();
                loops.join();
            }
        } catch (IOException | ExecutionException failure) {
            total.error(1, "load thread failed: " + failure.getMessage());
        }
        return total;
    }

    private static void run(LoadSettings settings, LoopGroup loops, Tally total)
            throws InterruptedException, ExecutionException {
        List<LoadLoop> loads = loops.loops().stream().map(loop -> new LoadLoop(settings, loop)).toList();
        loops.onFailure(() -> loads.forEach(LoadLoop::fail));
        loops.start();
        loads.forEach(LoadLoop::begin);
        for (LoadLoop load : loads) {
            total.add(load.result().get());
        }
    }

    private static String line(Tally tally) {
        LatencyHistogram latencies = tally.latencies;
        double seconds = tally.measuredSeconds();
        return String.format(Locale.ROOT, "requests=%d measured=%d seconds=%.3f rate=%.0f p50_us=%.1f p99_us=%.1f"
                        + " p999_us=%.1f max_us=%.1f sets=%d hits=%d misses=%d server_errors=%d errors=%d",
                tally.requests, latencies.count(), seconds, seconds > 0 ? latencies.count() / seconds : 0,
                latencies.percentileNanos(50) / 1e3, latencies.percentileNanos(99) / 1e3,
                latencies.percentileNanos(99.9) / 1e3, latencies.longestNanos() / 1e3,
                tally.sets, tally.hits, tally.misses, tally.serverErrors, tally.errors);
    }
}
