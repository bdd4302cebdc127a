package org.mainmemory.server.bench;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mainmemory.core.net.tls.TlsClientSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@link LoadGenerator}: picocli fills it in, {@link #settings} makes it immutable. */
@Command(name = "LoadGenerator", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, sortOptions = false,
        description = "Makes load on a memcached server over the network, checks the replies, measures latency.")
final class LoadOptions {

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where the server is (${DEFAULT-VALUE}).")
    private String host = "";

    @Option(names = "--port", defaultValue = "11211", description = "Its TCP port (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--unix", defaultValue = "", description = "The path of its UNIX domain socket, instead.")
    private String unix = "";

    @Option(names = "--tls", description = "Speak TLS, with whatever certificate the server shows.")
    private boolean tls;

    @Option(names = "--protocol", defaultValue = "text",
            description = "What is spoken: text, meta or binary (${DEFAULT-VALUE}).")
    private String protocol = "";

    @Option(names = "--connections", defaultValue = "50", description = "Connections in all (${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--threads", defaultValue = "1", description = "Threads that share them (${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--pipeline", defaultValue = "1",
            description = "Requests on the way per connection; of gets and sets with large values no more than sockets"
                    + " hold (${DEFAULT-VALUE}).")
    private int pipeline;

    @Option(names = "--ratio", defaultValue = "1:10", description = "Sets to gets (${DEFAULT-VALUE}).")
    private String ratio = "";

    @Option(names = "--keys", defaultValue = "100000", description = "Keys in use (${DEFAULT-VALUE}).")
    private long keys;

    @Option(names = "--keys-per-get", defaultValue = "1", description = "Keys in one get (${DEFAULT-VALUE}).")
    private int keysPerGet;

    @Option(names = "--key-prefix", defaultValue = "memtier-",
            description = "What keys start with; a number follows (${DEFAULT-VALUE}).")
    private String keyPrefix = "";

    @Option(names = "--value-size", defaultValue = "100",
            description = "Bytes of a value: 100, 100-900k, or 100:40,10k:9 with weights (${DEFAULT-VALUE}).")
    private String valueSize = "";

    @Option(names = "--exptime", defaultValue = "0",
            description = "Seconds that a value lives, up to 30 days (${DEFAULT-VALUE}: for ever).")
    private int exptime;

    @Option(names = "--fill", description = "Only set each key once.")
    private boolean fill;

    @Option(names = "--warm-up", defaultValue = "0",
            description = "Seconds of load before anything is measured (${DEFAULT-VALUE}).")
    private double warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "5", description = "Seconds measured (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--rate", defaultValue = "0",
            description = "Requests per second, sent on schedule, latency counted from the schedule"
                    + " (${DEFAULT-VALUE}: as fast as replies come).")
    private long rate;

    @Option(names = "--lax", description = "With --rate: sleep until a request is due, which makes it a millisecond or"
            + " two late, but leaves the CPU to others.")
    private boolean lax;

    @Option(names = "--seed", defaultValue = "1",
            description = "Same seed, same values and same load (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--verify", description = "Compare flags and contents of values too.")
    private boolean verify;

    @Option(names = "--patience", defaultValue = "10",
            description = "Seconds without any reply that are an error (${DEFAULT-VALUE}).")
    private double patienceSeconds;

    /** What was asked for; throws IllegalArgumentException with a sentence for the user when it makes no sense. */
    LoadSettings settings() {
        require(port > 0 && port < 65536, "--port must be 1 to 65535");
        require(protocol.matches("(?i)text|meta|binary"), "--protocol is text, meta or binary");
        require(keyPrefix.matches("[!-~]{0,200}"), "--key-prefix must be up to 200 letters without blanks");
        require(ratio.matches("[0-9]{1,6}:[0-9]{1,6}"), "--ratio is written like 1:10");
        int colon = ratio.indexOf(':');
        LoadSettings.Mix mix = new LoadSettings.Mix(Integer.parseInt(ratio.substring(0, colon)),
                Integer.parseInt(ratio.substring(colon + 1)), keys, keysPerGet);
        Payload payload = new Payload(keyPrefix, ValueSizes.parse(valueSize), seed);
        SocketAddress address =
                unix.isEmpty() ? new InetSocketAddress(host, port) : UnixDomainSocketAddress.of(unix);
        Dialect dialect = Dialect.valueOf(protocol.toUpperCase(Locale.ROOT));
        @Nullable TlsClientSettings anybody = tls ? TlsClientSettings.trustingAnybody() : null;
        return new LoadSettings(address, anybody, dialect, connections, threads, pipeline, mix, payload, fill,
                nanos(warmUpSeconds), nanos(seconds), rate, lax, seed, verify, exptime, nanos(patienceSeconds));
    }

    private static long nanos(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
